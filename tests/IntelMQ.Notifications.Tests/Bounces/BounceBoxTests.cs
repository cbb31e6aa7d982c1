using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Notifications.Bounces;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;
using IntelMQ.Notifications.Tests.Stores;
using IntelMQ.Tests;

namespace IntelMQ.Notifications.Tests.Bounces;

public sealed class BounceBoxTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryNotificationStore _store = new(NotificationStoreCases.NewClock());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_final_report_for_a_mail_of_ours_disables_its_address()
    {
        await PrepareAsync();
        Bounce bounce = Assert.Single(await TakeAsync(Report()));
        Assert.Equal(new Bounce("abuse@example.com", "a@x", true, "5.1.1 550 5.1.1 no such user"), bounce);
        Assert.Equal("a mail came back: 5.1.1 550 5.1.1 no such user", Assert.Single(await _store.FindDisabledAsync(null, default)).Reason);
    }

    [Fact]
    public async Task Headers_alone_tell_the_mail_as_well()
    {
        await PrepareAsync();
        Assert.Single(await TakeAsync(Report().Replace("message/rfc822", "text/rfc822-headers", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Status: 5.1.1", "Status: 4.2.2")]
    [InlineData("Action: failed", "Action: delayed")]
    public async Task A_report_that_is_not_final_disables_nobody(string before, string after)
    {
        await PrepareAsync();
        Assert.False(Assert.Single(await TakeAsync(Report().Replace(before, after, StringComparison.Ordinal))).IsFinal);
        Assert.Empty(await _store.FindDisabledAsync(null, default));
    }

    [Theory]
    [InlineData("Message-ID: <a@x>", "Message-ID: <made-up@x>")]
    [InlineData("Message-ID: <a@x>", "X-None: 1")]
    [InlineData("rfc822; abuse@example.com", "rfc822; another@example.com")]
    [InlineData("multipart/report", "multipart/mixed")]
    [InlineData("rfc822; abuse", "x400; abuse")]
    public async Task A_report_that_the_outbox_does_not_confirm_counts_for_nothing(string before, string after)
    {
        await PrepareAsync();
        Assert.Empty(await TakeAsync(Report().Replace(before, after, StringComparison.Ordinal)));
        Assert.Empty(await _store.FindDisabledAsync(null, default));
    }

    [Fact]
    public async Task A_maildir_is_taken_once()
    {
        await PrepareAsync();
        Directory.CreateDirectory(_folder.Of("new"));
        await File.WriteAllTextAsync(_folder.Of("new", "1"), Report());
        await File.WriteAllTextAsync(_folder.Of("new", "2"), "Subject: holiday\r\n\r\nI am away.\r\n");
        var box = new BounceBox(_store);
        Assert.Single(await box.TakeMaildirAsync(_folder.Path, default));
        Assert.Empty(await box.TakeMaildirAsync(_folder.Path, default));
        Assert.Equal(["1:2,S", "2:2,S"], Directory.GetFiles(_folder.Of("cur")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void No_mail_makes_it_throw()
    {
        byte[] report = Encoding.ASCII.GetBytes(Report());
        var changes = (from place in Gen.Choose(0, report.Length - 1) from value in Gen.Choose(0, 255) select (Place: place, Value: (byte)value)).ListOf();
        Prop.ForAll((from list in changes from length in Gen.Choose(0, report.Length) select (list, length)).ToArbitrary(), given =>
        {
            byte[] mail = [.. report];
            foreach ((int place, byte value) in given.list)
                mail[place] = value;
            BounceReader.Read(mail.AsSpan(0, given.length));
            BounceReader.Read(mail);
        }).Check(Fuzz.Quick);
    }

    private async Task PrepareAsync()
    {
        await _store.AddAsync([Some.Directive()], default);
        long id = (await _store.FindAsync(new DirectiveQuery(), default))[0].Id;
        Assert.True(await _store.PrepareAsync(Some.Mail("a@x"), [id], default));
    }

    private ValueTask<IReadOnlyList<Bounce>> TakeAsync(string mail) => new BounceBox(_store).TakeAsync(Encoding.ASCII.GetBytes(mail), default);

    private static string Report() => """
        From: MAILER-DAEMON@example.com
        To: bounces@example.org
        Subject: Undelivered
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        It could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example.com

        Final-Recipient: rfc822; abuse@example.com
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no such user

        --b
        Content-Type: message/rfc822

        Message-ID: <a@x>
        Subject: x

        Text

        --b--
        """.ReplaceLineEndings("\r\n") + "\r\n";
}
