using System.Net;
using System.Net.Sockets;
using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using IntelMQ.Notifications.Tests.Stores;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace IntelMQ.Notifications.Tests.Sending;

public sealed class MailSenderTests : IAsyncLifetime, IDisposable
{
    private static readonly MailSenderOptions Fast = new() { MailsPerMinuteAndDomain = 0 };

    private readonly FakeTimeProvider _clock = NotificationStoreCases.NewClock();
    private readonly SmtpPeer _server = new();
    private readonly MemoryNotificationStore _store;

    public MailSenderTests() => _store = new MemoryNotificationStore(_clock);

    public Task InitializeAsync() => _store.SetHoldAsync(false, "ready", "anna", default).AsTask();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public async Task What_is_prepared_reaches_its_recipient_as_it_was_made()
    {
        await PrepareAsync(3);
        var told = new List<SentMail>();
        SendResult result = await NewSender().SendAsync("shot-1", new Telling(told), default);
        Assert.Equal(new SendResult { Accepted = 3 }, result);
        Assert.Equal(3, told.Count(static sent => sent.State == MailState.Accepted));
        IReadOnlyList<StoredMail> mails = await _store.FindMailsAsync(new MailQuery { WithContent = true }, default);
        Assert.All(mails, static mail => Assert.Equal(MailState.Accepted, mail.State));
        foreach (TakenMail taken in _server.Mails)
        {
            StoredMail mail = mails.Single(mail => mail.Mail.SentTo == taken.To.Single());
            Assert.Equal("bounces@example.org", taken.From);
            Assert.Equal(System.Text.Encoding.UTF8.GetString(mail.Mail.Content.Span), System.Text.Encoding.UTF8.GetString(taken.Data));
        }

        Assert.Equal(new SendResult(), await NewSender().SendAsync(null, null, default));
        Assert.Equal(3, _server.Mails.Count);
    }

    [Fact]
    public async Task Nothing_leaves_while_all_mail_is_held()
    {
        await PrepareAsync(1);
        await _store.SetHoldAsync(true, "a mistake", "anna", default);
        Assert.Equal("All mail is held: a mistake", (await NewSender().SendAsync(null, null, default)).Stopped);
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task What_is_refused_fails_and_what_is_put_off_is_tried_again_ever_later()
    {
        await PrepareAsync(2);
        _server.Answer = static line => line.Contains("abuse1@", StringComparison.Ordinal) ? "550 no such user" : line.Contains("abuse2@", StringComparison.Ordinal) ? "451 later" : null;
        SendResult result = await NewSender().SendAsync(null, null, default);
        Assert.Equal(new SendResult { Failed = 1, Later = 1 }, result);
        Assert.Equal("550: no such user", Assert.Single(await _store.FindMailsAsync(new MailQuery { State = MailState.Failed }, default)).Words);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), Assert.Single(await _store.FindMailsAsync(new MailQuery { State = MailState.Prepared }, default)).NotBefore);
        Assert.Equal(new SendResult(), await NewSender().SendAsync(null, null, default));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new SendResult { Later = 1 }, await NewSender().SendAsync(null, null, default));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(15), Assert.Single(await _store.FindMailsAsync(new MailQuery { State = MailState.Prepared }, default)).NotBefore);
        _clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(new SendResult { Failed = 1 }, await NewSender().SendAsync(null, null, default));
        Assert.StartsWith("given up after 3 tries, the last: 451", (await _store.FindMailsAsync(new MailQuery { Recipient = "abuse2@example.com" }, default))[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_ends_after_the_data_leaves_an_uncertain_mail_that_is_not_tried_again()
    {
        await PrepareAsync(1);
        _server.Answer = static line => line == "END" ? SmtpPeer.Reset : null;
        Assert.Equal(new SendResult { Uncertain = 1 }, await NewSender().SendAsync(null, null, default));
        Assert.Single(_server.Mails);
        _server.Answer = static _ => null;
        Assert.Equal(new SendResult(), await NewSender().SendAsync(null, null, default));
        StoredMail mail = Assert.Single(await _store.FindMailsAsync(new MailQuery { State = MailState.Uncertain }, default));
        Assert.Contains("may have the mail", mail.Words, StringComparison.Ordinal);
        Assert.True(await _store.ResolveAsync(mail.Mail.Id, MailState.Prepared, "anna: the server does not have it", default));
        Assert.Equal(new SendResult { Accepted = 1 }, await NewSender().SendAsync(null, null, default));
    }

    [Theory]
    [InlineData("GREETING")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    public async Task A_connection_that_ends_before_leaves_a_mail_that_is_tried_again(string verb)
    {
        await PrepareAsync(1);
        _server.Answer = line => line.StartsWith(verb, StringComparison.Ordinal) ? SmtpPeer.Reset : null;
        SendResult result = await NewSender().SendAsync(null, null, default);
        Assert.Equal((1, 0), (result.Later, result.Uncertain));
        Assert.NotNull(result.Stopped);
        _server.Answer = static _ => null;
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new SendResult { Accepted = 1 }, await NewSender().SendAsync(null, null, default));
    }

    [Fact]
    public async Task A_server_that_is_not_there_stops_the_round_and_loses_nothing()
    {
        await PrepareAsync(20);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        SendResult result = await NewSender(port: port).SendAsync(null, null, default);
        Assert.InRange(result.Later, 1, 4);
        Assert.Contains("cannot be reached", result.Stopped, StringComparison.Ordinal);
        Assert.Equal(20, (await _store.CountMailsAsync(null, default))[MailState.Prepared]);
    }

    [Fact]
    public async Task A_connection_that_had_enough_is_followed_by_another()
    {
        await PrepareAsync(6);
        int taken = 0;
        _server.Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) && Interlocked.Increment(ref taken) % 3 == 0 ? "421 enough for this connection" : null;
        SendResult result = await NewSender(Fast with { Connections = 1 }).SendAsync(null, null, default);
        _clock.Advance(TimeSpan.FromHours(1));
        while (await NewSender(Fast with { Connections = 1 }).SendAsync(null, null, default) is { Accepted: > 0 } or { Later: > 0 })
            _clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(6, (await _store.CountMailsAsync(null, default))[MailState.Accepted]);
        Assert.Equal(6, _server.Mails.Count);
        Assert.True(result.Accepted >= 2);
    }

    [Fact]
    public async Task A_domain_gets_so_many_mails_a_minute()
    {
        await PrepareAsync(3);
        ValueTask<SendResult> sending = NewSender(Fast with { MailsPerMinuteAndDomain = 2 }).SendAsync(null, null, default);
        for (int expected = 1; expected <= 3; expected++)
        {
            int wanted = expected;
            await Until(() => _server.Mails.Count == wanted);
            Assert.Equal(wanted, _server.Mails.Count);
            await Task.Delay(50);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        while (!sending.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(20);
        }

        Assert.Equal(new SendResult { Accepted = 3 }, await sending);
    }

    [Fact]
    public async Task Two_at_once_do_not_send()
    {
        await PrepareAsync(1);
        Assert.True(await _store.LeaseAsync("another", TimeSpan.FromMinutes(1), default));
        Assert.Equal("Another program is sending.", (await NewSender().SendAsync(null, null, default)).Stopped);
    }

    [Fact]
    public async Task A_pause_begins_no_more_mails()
    {
        await PrepareAsync(10);
        using var pause = new CancellationTokenSource();
        _server.Answer = line =>
        {
            if (line == "END")
                pause.Cancel();
            return null;
        };
        SendResult result = await NewSender(Fast with { Connections = 1 }).SendAsync(null, null, pause.Token);
        Assert.Equal((1, "It was paused."), (result.Accepted, result.Stopped));
        _server.Answer = static _ => null;
        Assert.Equal(new SendResult { Accepted = 9 }, await NewSender().SendAsync(null, null, default));
    }

    private async Task PrepareAsync(int recipients)
    {
        await _store.AddAsync([.. Enumerable.Range(1, recipients).Select(static i => Some.Directive(recipient: $"abuse{i}@example.com"))], default);
        var composer = new MailComposer(new MailTexts(), new MailSettings { From = "cert@example.org", Bounces = "bounces@example.org", TellsTests = true }, _clock);
        Assert.Equal(recipients, (await new MailRun(_store, composer, _clock).PrepareAsync("shot-1", new MailApproval(recipients, recipients, "anna"), default)).Mails);
    }

    private MailSender NewSender(MailSenderOptions? options = null, int? port = null)
        => new(_store, new SmtpTransport(new SmtpServerAddress { Host = "127.0.0.1", Port = port ?? _server.Port }, new SmtpLoginOptions(), BotServices.Default), options ?? Fast, _clock);

    private static async Task Until(Func<bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(10, late.Token);
    }

    private sealed class Telling(List<SentMail> told) : IProgress<SentMail>
    {
        public void Report(SentMail value)
        {
            lock (told)
                told.Add(value);
        }
    }
}
