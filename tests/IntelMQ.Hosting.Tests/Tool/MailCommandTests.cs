using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Mail.Tests;
using IntelMQ.Messages;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class MailCommandTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-mail").FullName;
    private readonly SmtpPeer _server = new();

    private string Events => Path.Combine(_folder, "events.db");

    private string Mails => Path.Combine(_folder, "mails.db");

    public async Task InitializeAsync()
    {
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={Events};Pooling=False" });
        await store.MigrateAsync(default);
        string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
        await store.AppendAsync(new EventBatch([.. Enumerable.Range(1, 3).Select(i => new Event { ["source.ip"] = $"10.0.{i}.7", ["classification.type"] = "scanner", ["time.observation"] = now })]), default);
        await File.WriteAllTextAsync(Path.Combine(_folder, "contacts.csv"), "object,email,organisation,origin\n10.0.1.0/24,one@example.com,One,manual\n10.0.2.0/24,two@example.net,Two,manual\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "notify.sieve"), "if source.abuse_contact == 'two@example.net' { add! extra.notification.reason = 'they are told by phone' drop }\n");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Events_become_mails_and_reach_their_owner_once_mail_is_released()
    {
        Assert.Equal("3 events: 2 to be told that were not known, 1 events that nobody is told of.\n", await RunAsync(0, "make", "--events", Events, "--contacts", Path.Combine(_folder, "contacts.csv")));
        Assert.Equal("3 events: 0 to be told that were not known, 1 events that nobody is told of.\n", await RunAsync(0, "make", "--events", Events, "--contacts", Path.Combine(_folder, "contacts.csv")));
        string plan = await RunAsync(0, "run", "--plan", "--from", "cert@example.org");
        Assert.Contains("send  one@example.com  1    never told before", plan, StringComparison.Ordinal);
        Assert.EndsWith("2 recipients, 2 events.\n", plan, StringComparison.Ordinal);
        Assert.StartsWith("2 mails made, of 2 events.\n0 accepted", await SendAsync(1), StringComparison.Ordinal);
        Assert.Empty(_server.Mails);
        Assert.StartsWith("All mail is held: A new installation", await RunAsync(0, "outbox"), StringComparison.Ordinal);
        Assert.Equal("Mail is released; 2 mails wait for the next run.\n", await RunAsync(0, "release", "--by", "anna"));
        Assert.Equal("0 mails made, of 0 events.\n2 accepted, 0 put off, 0 failed, 0 uncertain.\n", await SendAsync(0));
        Assert.Equal(["one@example.com", "two@example.net"], _server.Mails.SelectMany(static mail => mail.To).Order());
        Assert.StartsWith("0 prepared, 0 sending, 2 accepted, 0 uncertain, 0 failed.\n", await RunAsync(0, "outbox", "--status", "accepted"), StringComparison.Ordinal);
        Assert.Equal("All mail is held; 0 mails wait.\n", await RunAsync(0, "hold", "--reason", "a mistake"));
    }

    [Fact]
    public async Task Rules_of_sieve_decide()
        => Assert.Equal("3 events: 1 to be told that were not known, 2 events that nobody is told of.\n", await RunAsync(0, "make", "--events", Events, "--contacts", Path.Combine(_folder, "contacts.csv"), "--rules", Path.Combine(_folder, "notify.sieve")));

    [Fact]
    public async Task A_mail_of_which_nobody_knows_is_settled_by_a_person()
    {
        await RunAsync(0, "make", "--events", Events, "--contacts", Path.Combine(_folder, "contacts.csv"), "--rules", Path.Combine(_folder, "notify.sieve"));
        await RunAsync(0, "release");
        _server.Answer = static line => line == "END" ? SmtpPeer.Reset : null;
        Assert.EndsWith("0 accepted, 0 put off, 0 failed, 1 uncertain.\n", await SendAsync(1), StringComparison.Ordinal);
        _server.Answer = static _ => null;
        Assert.EndsWith("0 accepted, 0 put off, 0 failed, 0 uncertain.\n", await SendAsync(0), StringComparison.Ordinal);
        string id = (await RunAsync(0, "outbox", "--status", "uncertain")).Split(' ').Single(static word => word.EndsWith("@example.org", StringComparison.Ordinal));
        Assert.Equal("The mail is prepared.\n", await RunAsync(0, "settle", id, "--as", "again"));
        Assert.EndsWith("1 accepted, 0 put off, 0 failed, 0 uncertain.\n", await SendAsync(0), StringComparison.Ordinal);
        (int code, _, string complaints) = await ToolRun.RunAsync("mail", "settle", id, "--as", "failed", "--database", Mails);
        Assert.Equal((1, "There is no such mail that is uncertain or failed.\n"), (code, complaints));
    }

    [Fact]
    public async Task Mails_that_came_back_disable_their_address()
    {
        string box = Directory.CreateDirectory(Path.Combine(_folder, "box", "new")).Parent!.FullName;
        Assert.Equal("0 mails came back, 0 for good.\n0 addresses are disabled.\n", await RunAsync(0, "bounces", "--maildir", box));
        (int code, _, string complaints) = await ToolRun.RunAsync("mail", "bounces", "--enable", "one@example.com", "--database", Mails);
        Assert.Equal((1, "'one@example.com' is not disabled.\n"), (code, complaints));
    }

    private Task<string> SendAsync(int expected)
        => RunAsync(expected, "run", "--from", "cert@example.org", "--server", "127.0.0.1", "--port", _server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        (int code, string output, string complaints) = await ToolRun.RunAsync(["mail", .. arguments, "--database", Mails]);
        Assert.True(code == expected, complaints);
        return output;
    }
}
