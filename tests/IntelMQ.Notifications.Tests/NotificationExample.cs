using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Rules;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using IntelMQ.Sqlite;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Notifications.Tests;

/// <summary>The listing of docs/notifications.md.</summary>
public sealed class NotificationExample : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task It_tells_an_owner()
    {
        await using var server = new SmtpPeer();
        string file = _folder.Of("mails.db");
        int port = server.Port;
        IContactSource contacts = new ContactBook("own", ContactFile.Read(new StringReader("object,email\n192.0.2.0/24,abuse@example.com\n"), out _));
        Event[] events = [new Event { ["source.ip"] = "192.0.2.7", ["classification.type"] = "vulnerable-system" }];

        // #region path
        await using var store = new SqlNotificationStore(new SqlNotificationSettings(SqliteDriver.Instance, SqlEngine.Sqlite, $"Data Source={file}"));
        await store.MigrateAsync(default);

        // Whom to tell of which event, and why.
        var maker = new DirectiveMaker(new ContactLookup([contacts], TimeProvider.System), NotificationRules.None);
        IReadOnlyList<EventDirectives> told = await maker.MakeAsync(events, Directive.Daily, default);
        await store.AddAsync([.. told.SelectMany(static one => one.Directives)], default);

        // One mail for each recipient, language and protection.
        var settings = new MailSettings { From = "Example CERT <cert@example.org>", TellsTests = true };
        var run = new MailRun(store, new MailComposer(new MailTexts(), settings, TimeProvider.System), TimeProvider.System);
        MailRunResult made = await run.PrepareAsync(Directive.Daily, approval: null, default);

        // A new installation holds all mail until somebody releases it.
        await store.SetHoldAsync(isHeld: false, "we are ready", "anna", default);
        var transport = new SmtpTransport(new SmtpServerAddress { Host = "127.0.0.1", Port = port }, new SmtpLoginOptions(), BotServices.Default);
        SendResult sent = await new MailSender(store, transport, new MailSenderOptions(), TimeProvider.System).SendAsync(batch: null, progress: null, default);
        // #endregion

        Assert.Equal((1, 1L), (made.Mails, made.Rows));
        Assert.Equal(new SendResult { Accepted = 1 }, sent);
        Assert.Equal(["abuse@example.com"], Assert.Single(server.Mails).To);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
