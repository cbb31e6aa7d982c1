using System.Security.Cryptography;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Jobs;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.OneShots.Batches;
using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Notifications.OneShots.Uploads;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Rules;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using IntelMQ.Notifications.Tests.Contacts;
using IntelMQ.Records;
using IntelMQ.Sqlite;
using IntelMQ.Testing;

namespace IntelMQ.Notifications.Tests.OneShots;

public sealed class OneShotDeskTests : IAsyncLifetime
{
    private const string Hosts = """
        ip_str,port,transport,hostnames,asn,location.country_code
        198.18.0.1,443,tcp,www.example.com,AS64496,AT
        198.18.0.2,443,tcp,,AS64496,AT
        198.18.1.1,8443,tcp,,AS64497,DE
        198.18.2.1,22,tcp,,AS64498,CH
        no address,22,tcp,,,
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"one-shots-{Guid.NewGuid():N}");
    private readonly FakeClock _clock = new(Entries.Now);
    private readonly TakingTransport _transport = new();
    private OneShotDesk _desk = null!;
    private JobRunner _runner = null!;

    public async Task InitializeAsync() => await OpenAsync();

    public Task DisposeAsync()
    {
        _desk.Options.Uploads.Dispose();
        Directory.Delete(_path, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_table_becomes_directives_of_its_own_batch_after_a_restart_too()
    {
        OneShot oneShot = await PreparedAsync();
        Assert.Equal((5, 4, 1), (oneShot.Check!.Rows, oneShot.Check.Valid, oneShot.Check.ErrorCount));
        Assert.Equal("ip_str", oneShot.Check.Errors[0].Column);
        Assert.Equal((4, 3, 1, 0), (oneShot.Contacts!.Rows, oneShot.Contacts.WithContact, oneShot.Contacts.WithoutContact, oneShot.Contacts.Inhibited));
        Assert.Equal(new UnmatchedRow(4, "198.18.2.1", 64498, "CH", "no contact is known"), Assert.Single(oneShot.Contacts.Unmatched));
        await OpenAsync();
        OneShot again = (await _desk.FindAsync(oneShot.Id, default))!;
        Assert.Equal(oneShot.Version, again.Version);
        Assert.Equal([("abuse@example.com", 2L), ("noc@example.net", 1L)], (await _desk.GroupsAsync(again, default)).Select(static group => (group.Recipient, group.Rows)));
        Assert.Contains("chosen: abuse@example.com for 198.18.0.0/24 (own, imported)", (await _desk.RowsAsync(again, "abuse@example.com", 0, 10, default))[0].Directive.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_enters_counts_first_and_what_was_found_before_no_more()
    {
        OneShot oneShot = await PreparedAsync();
        string old = oneShot.Batch;
        oneShot = await _desk.SetEnteredAsync(oneShot.Id, [new("AS64498", "cert@example.org", "ada"), new("198.18.0.0/24", "direct@example.com", "ada")], default);
        Assert.Null(oneShot.Contacts);
        await WorkAsync(oneShot.Id, OneShotWork.Contacts);
        oneShot = (await _desk.FindAsync(oneShot.Id, default))!;
        Assert.Equal(["cert@example.org", "direct@example.com", "noc@example.net"], (await _desk.GroupsAsync(oneShot, default)).Select(static group => group.Recipient).Order(StringComparer.Ordinal));
        Assert.All(await _desk.Options.Notifications.GroupAsync(old, default), static group => Assert.Equal(DirectiveState.Dropped, group.State));
    }

    [Fact]
    public async Task Recipients_are_left_out_replaced_and_added_with_the_reason()
    {
        OneShot oneShot = await PreparedAsync();
        Assert.Equal(2, await _desk.AddAsync(oneShot.Id, "abuse@example.com", "copy@example.com", "ada", default));
        Assert.Equal(2, await _desk.ReplaceAsync(oneShot.Id, "abuse@example.com", "right@example.com", "ada", default));
        Assert.Equal(1, await _desk.ExcludeAsync(oneShot.Id, "noc@example.net", "ada", "is told by phone", default));
        IReadOnlyList<DirectiveGroup> groups = await _desk.GroupsAsync(oneShot, default);
        Assert.Equal(["copy@example.com", "right@example.com"], groups.Where(static group => group.State == DirectiveState.Pending).Select(static group => group.Recipient).Order(StringComparer.Ordinal));
        Assert.Equal("left out by ada: is told by phone", groups.Single(static group => group.Recipient == "noc@example.net").Reason);
        Assert.StartsWith("ada added copy@example.com", (await _desk.RowsAsync(oneShot, "copy@example.com", 0, 10, default))[0].Directive.Explanation, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.ReplaceAsync(oneShot.Id, "copy@example.com", "a@example.com,b@example.com", "ada", default));
    }

    [Fact]
    public async Task It_is_confirmed_by_the_number_of_recipients_and_can_be_taken_back_for_a_while()
    {
        OneShot oneShot = await PreparedAsync();
        Assert.Equal("3 was typed, and there are 2 recipients.", (await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.ConfirmAsync(oneShot.Id, "ada", 3, default))).Message);
        OneShot confirmed = await _desk.ConfirmAsync(oneShot.Id, "ada", 2, default);
        Assert.Equal(new OneShotConfirmation("ada", Entries.Now, Entries.Now.AddMinutes(1), 2, 3), confirmed.Confirmation);
        await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.SetMappingAsync(oneShot.Id, oneShot.Mapping, default));
        OneShot back = await _desk.TakeBackAsync(oneShot.Id, default);
        Assert.Equal((OneShotState.Draft, null), (back.State, back.Confirmation));
        Assert.Equal(JobState.Cancelled, (await _desk.FindWorkAsync(confirmed, OneShotWork.Send, default))!.State);
    }

    [Fact]
    public async Task Somebody_else_has_to_confirm_where_two_are_needed()
    {
        await OpenAsync(needsSecondPerson: true);
        OneShot oneShot = await PreparedAsync();
        Assert.Equal("Somebody other than ada has to confirm it.", (await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.ConfirmAsync(oneShot.Id, "ada", 2, default))).Message);
        Assert.Equal("grace", (await _desk.ConfirmAsync(oneShot.Id, "grace", 2, default)).Confirmation!.By);
    }

    [Fact]
    public async Task Rules_decide_about_a_one_shot_as_they_do_every_day()
    {
        await OpenAsync(rules: NotificationRules.Of(static (_, contact, usual) => contact.Email == "noc@example.net"
            ? usual with { Inhibition = "is told by phone" }
            : usual with { Template = "scanner", Protection = MailProtection.Encrypted }));
        OneShot oneShot = await PreparedAsync();
        Assert.Equal((2, 1, 1), (oneShot.Contacts!.WithContact, oneShot.Contacts.WithoutContact, oneShot.Contacts.Inhibited));
        Assert.Contains(oneShot.Contacts.Unmatched, static row => row is { About: "198.18.1.1", Reason: "is told by phone" });
        Assert.All(await _desk.RowsAsync(oneShot, "abuse@example.com", 0, 10, default), static row => Assert.Equal((MailProtection.Encrypted, OneShotWork.Template), (row.Directive.Protection, row.Directive.Template)));
        // Without a certificate nothing can be encrypted, and nothing goes out in the open.
        Assert.False((await _desk.PreviewMailAsync(oneShot, "abuse@example.com", default))!.IsMade);
    }

    [Fact]
    public async Task A_change_of_the_rows_takes_back_what_was_found()
    {
        OneShot oneShot = await PreparedAsync();
        OneShot changed = await _desk.SetMappingAsync(oneShot.Id, oneShot.Mapping with { TimeZone = "Europe/Vienna" }, default);
        Assert.Equal((null, null), (changed.Check, changed.Contacts));
        Assert.Equal((0, 0), await _desk.CountAsync(changed, default));
        await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.ConfirmAsync(oneShot.Id, "ada", 2, default));
    }

    [Fact]
    public async Task Given_up_means_that_nothing_of_it_is_sent_and_the_file_is_gone()
    {
        OneShot oneShot = await PreparedAsync();
        await _desk.GiveUpAsync(oneShot.Id, "ada", default);
        Assert.Equal((0, 0), await _desk.CountAsync(oneShot, default));
        Assert.Null(_desk.Options.Uploads.Find(oneShot.UploadId));
    }

    [Fact]
    public async Task Presets_are_saved_and_found_by_their_columns()
    {
        OneShot oneShot = await BegunAsync("host name;weight\nwww.example.com;12\n");
        await _desk.SetMappingAsync(oneShot.Id, new TableMapping([new("host name", "source.fqdn"), new("weight", "extra.kilos")]), default);
        await _desk.SavePresetAsync((await _desk.FindAsync(oneShot.Id, default))!, "Scales", default);
        Assert.Equal(["source.fqdn", "extra.kilos"], (await BegunAsync("host name;weight\nwww.example.org;13\n")).Mapping.Columns.Select(static plan => plan.Field));
        await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.SavePresetAsync(oneShot, "Shodan", default));
    }

    [Theory]
    [InlineData("en", "one\ntwo", "text", "en: a subject is one line of up to 200 characters.")]
    [InlineData("english language", "s", "text", "'english language' is no language such as en or de.")]
    [InlineData("en", "s", " ", "en: a text has from 1 to 100,000 characters.")]
    public async Task Texts_that_cannot_be_used_are_refused(string language, string subject, string body, string complaint)
    {
        OneShot oneShot = await BegunAsync(Hosts);
        Assert.Contains(complaint, (await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.SetTextsAsync(oneShot.Id, [new(language, subject, body)], false, default))).Reasons);
    }

    [Fact]
    public async Task Of_two_who_save_one_version_one_is_told()
    {
        OneShot oneShot = await BegunAsync(Hosts);
        Assert.NotNull(await _desk.Options.Store.SaveAsync(oneShot with { Name = "a" }, default));
        Assert.Null(await _desk.Options.Store.SaveAsync(oneShot with { Name = "b" }, default));
    }

    [Fact]
    public async Task Sending_gives_each_recipient_its_own_rows_and_nothing_of_what_else_waits()
    {
        await _desk.Options.Notifications.AddAsync([new Directive { Message = Entries.About("198.18.9.9"), Recipient = "daily@example.com" }], default);
        OneShot oneShot = await PreparedAsync();
        oneShot = await _desk.SetTextsAsync(oneShot.Id, [new("en", "Open panels: {{ rows }}", "{% for event in events %}{{ event['source.ip'] }} {% endfor %}")], false, default);
        Assert.Contains("198.18.0.1 198.18.0.2", Encoding.UTF8.GetString((await _desk.PreviewMailAsync(oneShot, "abuse@example.com", default))!.Mail!.Content.Span), StringComparison.Ordinal);
        oneShot = await _desk.ConfirmAsync(oneShot.Id, "ada", 2, default);
        Assert.False(await _runner.RunOneAsync(default));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _desk.Options.Notifications.SetHoldAsync(false, "ready", "ada", default);
        Assert.True(await _runner.RunOneAsync(default));
        Job job = (await _desk.FindWorkAsync(oneShot, OneShotWork.Send, default))!;
        Assert.True(job.State == JobState.Done, job.Result);
        Assert.Equal(["abuse@example.com", "noc@example.net"], _transport.Taken.Select(static mail => mail.SentTo).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("198.18.1.1", Encoding.UTF8.GetString(_transport.Taken.Single(static mail => mail.SentTo == "abuse@example.com").Content.Span), StringComparison.Ordinal);
        Assert.All(await _desk.MailsAsync(oneShot, 0, 10, default), static mail => Assert.Equal(MailState.Accepted, mail.State));
        await Assert.ThrowsAsync<OneShotRefusedException>(() => _desk.TakeBackAsync(oneShot.Id, default));
    }

    [Fact]
    public async Task A_sending_that_is_told_to_rest_goes_on_where_it_was_and_sends_nothing_twice()
    {
        OneShot oneShot = await PreparedAsync();
        oneShot = await _desk.ConfirmAsync(oneShot.Id, "ada", 2, default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _desk.Options.Notifications.SetHoldAsync(false, "ready", "ada", default);
        _transport.Given = () => _desk.PauseAsync(oneShot, isPaused: true, default);
        Assert.True(await _runner.RunOneAsync(default));
        Assert.Equal(JobState.Paused, (await _desk.FindWorkAsync(oneShot, OneShotWork.Send, default))!.State);
        Assert.False(await _runner.RunOneAsync(default));
        _transport.Given = static () => Task.CompletedTask;
        await _desk.PauseAsync(oneShot, isPaused: false, default);
        Assert.True(await _runner.RunOneAsync(default));
        Assert.Equal(JobState.Done, (await _desk.FindWorkAsync(oneShot, OneShotWork.Send, default))!.State);
        Assert.Equal(2, _transport.Taken.Select(static mail => mail.Id).Distinct().Count());
        Assert.Equal(2, _transport.Taken.Count);
    }

    private async Task<OneShot> PreparedAsync()
    {
        OneShot oneShot = await BegunAsync(Hosts);
        await _desk.SetMappingAsync(oneShot.Id, oneShot.Mapping with { Constants = new Dictionary<string, string> { ["classification.type"] = "vulnerable-system", ["classification.identifier"] = "example-panel" } }, default);
        await WorkAsync(oneShot.Id, OneShotWork.Check);
        await WorkAsync(oneShot.Id, OneShotWork.Contacts);
        return (await _desk.FindAsync(oneShot.Id, default))!;
    }

    private async Task<OneShot> BegunAsync(string table)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(table);
        UploadFolder uploads = _desk.Options.Uploads;
        Upload upload = (await uploads.BeginAsync("ada", "hosts.csv", bytes.Length, default)).Upload!;
        upload = (await uploads.AppendAsync(upload.Id, 0, bytes, Convert.ToHexString(SHA256.HashData(bytes)), default)).Upload!;
        return await _desk.BeginAsync("ada", upload, default);
    }

    private async Task WorkAsync(string id, string kind)
    {
        OneShot oneShot = (await _desk.FindAsync(id, default))!;
        await _desk.StartAsync(oneShot, kind, default);
        Assert.True(await _runner.RunOneAsync(default));
        Job job = (await _desk.FindWorkAsync(oneShot, kind, default))!;
        Assert.True(job.State == JobState.Done, job.Result);
    }

    private async Task OpenAsync(bool needsSecondPerson = false, INotificationRules? rules = null)
    {
        Directory.CreateDirectory(_path);
        var settings = new SqlNotificationSettings(SqliteDriver.Instance, SqlEngine.Sqlite, $"Data Source={Path.Combine(_path, "store.sqlite")};Pooling=False") { Time = _clock };
        var notifications = new SqlNotificationStore(settings);
        await notifications.MigrateAsync(default);
        var store = new SqlOneShotStore(settings);
        await store.MigrateAsync(default);
        var jobs = new MemoryRecords(_clock).Jobs;
        _desk = new OneShotDesk(new OneShotDeskOptions
        {
            Store = store,
            Notifications = notifications,
            Uploads = new UploadFolder(Path.Combine(_path, "uploads"), new UploadLimits(), _clock),
            Jobs = jobs,
            Contacts = [new ContactBook("own", [Entries.Entry("198.18.0.0/24", "abuse@example.com"), Entries.Entry("AS64497", "noc@example.net")])],
            Mails = new MailSettings { From = "desk@example.org", TellsTests = true },
            Transport = _transport,
            // The rests between mails to one domain would wait for a clock that stands.
            Sending = new MailSenderOptions { MailsPerMinuteAndDomain = 0 },
            NeedsSecondPerson = needsSecondPerson,
            Rules = rules ?? NotificationRules.None,
            Time = _clock,
        });
        _runner = new JobRunner(jobs, _desk.Handlers, new JobRunnerOptions(), _clock);
    }
}
