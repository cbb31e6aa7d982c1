using System.Net;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Rules;
using IntelMQ.Notifications.Stores;
using IntelMQ.Notifications.Tests.Stores;
using IntelMQ.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using static IntelMQ.Notifications.Tests.Contacts.Entries;

namespace IntelMQ.Notifications.Tests.Mails;

/// <summary>A hundred thousand rows, with languages, replaced and excluded recipients: each row of each mail is its recipient's by the explanation that is kept.</summary>
public sealed class MailOwnershipTests : IDisposable
{
    private const int Rows = 100_000;

    private const int Networks = 256;

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = NotificationStoreCases.NewClock();

    [Fact]
    public async Task Each_row_of_each_mail_belongs_to_its_recipient()
    {
        await using var store = new SqlNotificationStore(new SqlNotificationSettings(SqliteDriver.Instance, SqlEngine.Sqlite, $"Data Source={_folder.Of("mails.db")}") { Time = _clock });
        await store.MigrateAsync(default);
        // The upper half of each network has a second contact with another language.
        ContactEntry[] entries = [.. Enumerable.Range(0, Networks).SelectMany(static i => (ContactEntry[])[
            Entry($"10.{i}.0.0/16", $"net{i % 40}@example.com") with { Contact = new Contact($"net{i % 40}@example.com") { Language = i % 3 == 0 ? "de" : null } },
            Entry($"10.{i}.128.0/17", $"sub{i}@example.net", ContactOrigin.Manual),
            Entry($"10.{i}.128.0/17", $"all{i % 7}@example.org", ContactOrigin.Manual)])];
        var maker = new DirectiveMaker(new ContactLookup([new ContactBook("own", entries)], _clock), NotificationRules.None);
        var random = new Random(20260131);
        var rows = new List<Event>(Rows);
        for (int i = 0; i < Rows; i++)
            rows.Add(new Event { ["source.ip"] = $"10.{random.Next(Networks)}.{random.Next(256)}.{random.Next(256)}", ["source.port"] = 1 + (i % 60000), ["classification.type"] = i % 2 == 0 ? "scanner" : "vulnerable-system" });
        foreach (Event[] some in rows.Chunk(10_000))
            await store.AddAsync([.. (await maker.MakeAsync(some, "shot-1", default)).SelectMany(static made => made.Directives)], default);
        await store.ReplaceRecipientAsync(new DirectiveSelection("shot-1") { Recipient = "sub3@example.net" }, "sub5@example.net", "anna: moved", default);
        await store.DropAsync(new DirectiveSelection("shot-1") { Recipient = "all2@example.org" }, "anna: they know", default);
        var run = new MailRun(store, new MailComposer(new MailTexts(), new MailSettings { From = "cert@example.org", PackedAbove = int.MaxValue }, _clock), _clock);
        MailPlan plan = await run.PlanAsync("shot-1", default);
        MailRunResult result = await run.PrepareAsync("shot-1", new MailApproval(plan.Recipients, plan.Rows, "anna"), default);
        Assert.Equal((plan.Rows, 0), (result.Rows, result.Held.Count));
        Assert.InRange(plan.Rows, 90_000, 200_000);
        await CheckAsync(store, plan);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static async Task CheckAsync(SqlNotificationStore store, MailPlan plan)
    {
        long seen = 0;
        Assert.DoesNotContain(plan.Mails, static mail => mail.Recipient is "sub3@example.net" or "all2@example.org");
        foreach (StoredMail mail in await store.FindMailsAsync(new MailQuery { WithContent = true, Limit = 10_000 }, default))
        {
            IReadOnlyList<StoredDirective> kept = await store.FindAsync(new DirectiveQuery { Mail = mail.Mail.Id, Limit = 100_000 }, default);
            var expected = new HashSet<string>(StringComparer.Ordinal);
            foreach (StoredDirective row in kept)
            {
                Assert.Equal((mail.Mail.Recipient, "shot-1"), (row.Directive.Recipient, row.Directive.Batch));
                string address = row.Directive.About;
                if (row.Directive.ContactObject.Length > 0)
                {
                    Assert.Contains($"chosen: {mail.Mail.Recipient} for {row.Directive.ContactObject} (own,", row.Directive.Explanation, StringComparison.Ordinal);
                    Assert.True(IPNetwork.Parse(row.Directive.ContactObject).Contains(IPAddress.Parse(address)));
                }
                else
                {
                    Assert.Contains("replaced: sub5@example.net in place of sub3@example.net: anna: moved", row.Directive.Explanation, StringComparison.Ordinal);
                    Assert.Equal("sub5@example.net", mail.Mail.Recipient);
                }

                expected.Add($"{address},{row.Directive.Message.GetString("source.port")}");
            }

            string[] written = WrittenIn(mail.Mail);
            Assert.Equal(kept.Count, written.Length);
            Assert.All(written, line => Assert.Contains(line, expected));
            Assert.Equal(mail.Mail.SentTo, mail.Mail.Recipient);
            seen += written.Length;
        }

        Assert.Equal(plan.Rows, seen);
    }

    // Address and port of each row of each table.
    private static string[] WrittenIn(OutgoingMail mail)
    {
        using var content = new MemoryStream(mail.Content.ToArray());
        MimeMessage message = MimeMessage.Load(content);
        Assert.Equal(mail.Recipient, Assert.Single(message.To.Mailboxes).Address);
        return [.. message.Attachments.Cast<MimePart>().SelectMany(static file =>
        {
            using var data = new MemoryStream();
            file.Content!.DecodeTo(data);
            return Encoding.UTF8.GetString(data.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => string.Join(',', line.Split(',').Take(2)));
        })];
    }
}
