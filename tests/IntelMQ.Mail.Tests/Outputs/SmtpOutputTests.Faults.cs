using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Testing;
using MimeKit;

namespace IntelMQ.Mail.Tests.Outputs;

// What the server refuses, breaks off or never says.
public sealed partial class SmtpOutputTests
{
    [Fact]
    public async Task What_the_server_refuses_costs_no_other_mail_and_is_told_with_its_words()
    {
        _peer.Answer = static line => line.StartsWith("RCPT TO:<bad@", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox" : null;
        await using SmtpOutput output = New(Options());
        Event[] batch = [Events.For("a@one.example.com"), Events.For("bad@one.example.com", 2), Events.For("c@one.example.com", 3)];

        var refusal = await Assert.ThrowsAsync<RefusedException>(async () => await output.SendAsync(batch, default));
        Assert.Contains("550: 5.1.1 no such mailbox (1 of 3 mails)", refusal.Message, StringComparison.Ordinal);
        // As the host does: the halves.
        await output.SendAsync([batch[0]], default);
        await Assert.ThrowsAsync<RefusedException>(async () => await output.SendAsync([batch[1]], default));
        await output.SendAsync([batch[2]], default);

        Assert.Equal(["a@one.example.com", "c@one.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
    }

    [Fact]
    public async Task A_recipient_that_is_refused_for_good_does_not_keep_the_others_from_the_mail()
    {
        _peer.Answer = static line => line.StartsWith("RCPT TO:<bad@", StringComparison.Ordinal) ? "550 no such mailbox" : null;
        SmtpOutputOptions options = Options();
        options.MailTo = "bad@one.example.com,b@two.example.com";
        await SendAsync(options, Events.For("x@x.example.com"));

        Assert.Equal("b@two.example.com", Assert.Single(Assert.Single(_peer.Mails).To));
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message.Contains("550: no such mailbox", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recipient_that_is_put_off_gets_the_mail_later_and_the_others_do_not_get_it_twice()
    {
        bool isFull = true;
        _peer.Answer = line => isFull && line.StartsWith("RCPT TO:<full@", StringComparison.Ordinal) ? "452 mailbox is full" : null;
        SmtpOutputOptions options = Options();
        options.MailTo = "full@one.example.com,b@two.example.com";
        await using SmtpOutput output = New(options);
        Event message = Events.For("x@x.example.com");

        var late = await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        Assert.Contains("452: mailbox is full", late.Message, StringComparison.Ordinal);
        isFull = false;
        await output.SendAsync([message], default);

        Assert.Equal(["b@two.example.com", "full@one.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
        Assert.Single(_peer.Mails.Select(static mail => mail.Message.MessageId).Distinct());
    }

    [Theory]
    [InlineData("MAIL", "421 too many connections")]
    [InlineData("MAIL", "451 try later")]
    [InlineData("END", "452 insufficient storage")]
    [InlineData("DATA", "451 greylisted")]
    [InlineData("EHLO", "421 not now")]
    [InlineData("GREETING", "421 not now")]
    [InlineData("GREETING", SmtpPeer.Reset)]
    [InlineData("RCPT", "450 busy")]
    public async Task What_may_pass_is_an_error_of_the_service_and_the_next_try_sends_it_once(string verb, string answer)
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line.StartsWith(verb, StringComparison.Ordinal) ? answer : null;
        await using SmtpOutput output = New(Options());
        Event message = Events.For("a@one.example.com");

        var late = await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        if (answer != SmtpPeer.Reset)
            Assert.Contains(answer[4..], late.Message, StringComparison.Ordinal);
        isBad = false;
        await output.SendAsync([message], default);

        Assert.Single(_peer.Mails);
    }

    [Theory]
    [InlineData("MAIL", "553 no such sender")]
    [InlineData("END", "554 it looks like spam")]
    [InlineData("DATA", "550 not here")]
    [InlineData("RCPT", "551 not ours")]
    public async Task What_is_refused_for_good_is_a_refusal(string verb, string answer)
    {
        _peer.Answer = line => line.StartsWith(verb, StringComparison.Ordinal) ? answer : null;
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(Options(), Events.For("a@one.example.com")));
        Assert.Contains($"{answer[..3]}: {answer[4..]}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_closed_behind_the_data_leads_to_a_second_mail_with_the_same_id()
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line == "END" ? SmtpPeer.Reset : null;
        await using SmtpOutput output = New(Options());
        Event message = Events.For("a@one.example.com");

        await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        isBad = false;
        await output.SendAsync([message], default);

        Assert.Equal(2, _peer.Mails.Count);
        Assert.Single(_peer.Mails.Select(static mail => mail.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task A_server_that_takes_few_mails_over_a_connection_gets_several_connections()
    {
        int taken = 0;
        _peer.Answer = line => line.StartsWith("GREETING", StringComparison.Ordinal) ? Begin() : line.StartsWith("MAIL", StringComparison.Ordinal) && taken++ == 2 ? "421 enough" : null;
        await using SmtpOutput output = New(Options());

        await output.SendAsync([.. Enumerable.Range(1, 7).Select(static i => Events.For("a@one.example.com", i))], default);

        Assert.Equal(7, _peer.Mails.Count);
        Assert.Equal(4, _peer.Connections);

        string? Begin()
        {
            taken = 0;
            return null;
        }
    }

    [Fact]
    public async Task A_batch_that_breaks_off_goes_on_where_it_broke_off()
    {
        int mails = 0;
        _peer.Answer = line => line == "END" && ++mails == 3 ? "451 later" : null;
        await using SmtpOutput output = New(Options());
        Event[] batch = [.. Enumerable.Range(1, 5).Select(static i => Events.For("a@one.example.com", i))];

        await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync(batch, default));
        await output.SendAsync(batch, default);

        Assert.Equal(5, _peer.Mails.Select(static mail => mail.Message.MessageId).Distinct().Count());
        Assert.Equal(5, _peer.Mails.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_does_not_offer_tls_is_named()
    {
        SmtpOutputOptions options = Options();
        options.Starttls = true;
        var noTls = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));
        Assert.StartsWith($"127.0.0.1:{_peer.Port} does not offer what is needed", noTls.Message, StringComparison.Ordinal);

        (options.Starttls, options.SmtpPort) = (false, 1);
        var refused = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));
        Assert.StartsWith("127.0.0.1:1 cannot be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        SmtpOutputOptions options = Options();
        options.SmtpPort = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        options.Login.SmtpTimeout = TimeSpan.FromMilliseconds(200);

        var late = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));

        Assert.Contains("gave no answer in time (0.2 seconds)", late.Message, StringComparison.Ordinal);
    }
}
