using System.IO.Compression;
using System.Text;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite;
using IntelMQ.Testing;
using MimeKit;

namespace IntelMQ.Mail.Tests.Outputs;

public sealed class SmtpBatchOutputTests : IAsyncDisposable
{
    private readonly SmtpPeer _peer = new();
    private readonly TestServices _services = new();
    private readonly TempFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        _services.Dispose();
        await _peer.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_contact_gets_one_mail_with_a_packed_table()
    {
        await using SmtpBatchOutput output = New(Options());
        await output.SendAsync([Events.For("a@one.example.com"), Events.For("b@two.example.com"), Events.For("a@one.example.com", 2), Events.Of("""{"source.ip": "192.0.2.9"}""")], default);
        Assert.Equal(["a@one.example.com", "b@two.example.com"], output.ReadWaiting().Select(static contact => contact.Contact));

        SmtpBatchResult result = await output.SendMailsAsync(default);

        Assert.Equal((2, 3), (result.Mails, result.Events));
        Assert.Empty(output.ReadWaiting());
        TakenMail mail = _peer.Mails.First();
        Assert.Equal("a@one.example.com", mail.To.Single());
        string day = _services.Clock.GetLocalNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"IntelMQ warning ({day}) (a@one.example.com)", mail.Message.Subject);
        (string name, string table) = Unpacked(mail);
        Assert.EndsWith("_2_events.csv", name, StringComparison.Ordinal);
        Assert.Equal("ip,text,raw\r\n192.0.2.1,,\r\n192.0.2.2,,\r\n", table);
        Assert.Empty((await output.SendMailsAsync(default)).Failed);
        Assert.Equal(2, _peer.Mails.Count);
    }

    [Fact]
    public async Task Those_that_wait_longest_are_taken_first_and_sent_by_address()
    {
        SmtpBatchOutputOptions options = Options();
        options.LimitResults = 2;
        await using SmtpBatchOutput output = New(options);
        await output.SendAsync([Events.For("c@three.example.com"), Events.For("b@two.example.com"), Events.For("a@one.example.com")], default);

        Assert.Equal(2, (await output.SendMailsAsync(default)).Mails);
        Assert.Equal(["b@two.example.com", "c@three.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
        Assert.Equal("a@one.example.com", Assert.Single(output.ReadWaiting()).Contact);
    }

    [Fact]
    public async Task What_is_refused_waits_and_its_mail_is_the_same_later()
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line.StartsWith("RCPT TO:<a@", StringComparison.Ordinal) ? "550 no such mailbox" : null;
        await using SmtpBatchOutput output = New(Options());
        await output.SendAsync([Events.For("a@one.example.com"), Events.For("b@two.example.com")], default);

        SmtpBatchResult first = await output.SendMailsAsync(default);
        Assert.Contains("550: no such mailbox", Assert.Single(first.Failed).Reason, StringComparison.Ordinal);
        Assert.Equal("a@one.example.com", Assert.Single(output.ReadWaiting()).Contact);
        isBad = false;
        Assert.Equal(1, (await output.SendMailsAsync(default)).Mails);
        Assert.Equal(["b@two.example.com", "a@one.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
    }

    [Fact]
    public async Task A_server_that_is_away_costs_nothing_and_a_repeat_has_the_same_id()
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line == "END" ? SmtpPeer.Reset : null;
        await using SmtpBatchOutput output = New(Options());
        await output.SendAsync([Events.For("a@one.example.com"), Events.For("b@two.example.com")], default);

        Assert.Equal(2, (await output.SendMailsAsync(default)).Failed.Count);
        isBad = false;
        Assert.Equal(2, (await output.SendMailsAsync(default)).Mails);

        string[] ids = [.. _peer.Mails.Select(static mail => mail.Message.MessageId!)];
        Assert.Equal(3, ids.Length);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_mail_that_is_too_large_becomes_two()
    {
        int mails = 0;
        _peer.Answer = line => line == "END" && mails++ == 0 ? "552 too large" : null;
        await using SmtpBatchOutput output = New(Options());
        await output.SendAsync([.. Enumerable.Range(1, 5).Select(static i => Events.For("a@one.example.com", i))], default);

        Assert.Equal(2, (await output.SendMailsAsync(default)).Mails);
        Assert.Equal([3, 4], _peer.Mails.Select(static mail => Unpacked(mail).Table.Split("\r\n").Length - 1));
        Assert.Empty(output.ReadWaiting());
    }

    [Fact]
    public async Task A_test_goes_to_the_tester_and_forgets_nothing()
    {
        SmtpBatchOutputOptions options = Options();
        (options.TestingTo, options.Bcc) = ("me@example.com", ["copy@example.com"]);
        await using SmtpBatchOutput output = New(options);
        await output.SendAsync([Events.For("a@one.example.com")], default);

        await output.SendTestMailsAsync(default);
        await output.SendMailsAsync(default);

        TakenMail[] mails = [.. _peer.Mails];
        Assert.Equal("me@example.com", mails[0].To.Single());
        Assert.EndsWith("(intended for a@one.example.com)", mails[0].Message.Subject, StringComparison.Ordinal);
        Assert.Equal(["a@one.example.com", "copy@example.com"], mails[1].To);
        Assert.Empty(mails[1].Message.Bcc);
        Assert.Empty(output.ReadWaiting());
    }

    [Fact]
    public async Task Cells_are_quoted_raw_is_decoded_and_formulas_are_made_harmless_where_asked()
    {
        SmtpBatchOutputOptions options = Options();
        options.CsvFormulaSafe = true;
        await using SmtpBatchOutput output = New(options);
        await output.SendAsync([Events.Of($$"""{"source.abuse_contact": "a@one.example.com", "event_description.text": "=1,2", "raw": "{{Convert.ToBase64String("x\r\ny \"z\"\n"u8)}}"}""")], default);
        await output.SendMailsAsync(default);

        Assert.Equal("ip,text,raw\r\n,\"'=1,2\",\"x\\r\\ny \"\"z\"\"\"\r\n", Unpacked(Assert.Single(_peer.Mails)).Table);
    }

    [Fact]
    public async Task What_waits_outlives_the_process_with_a_durable_broker()
    {
        string path = _folder.Of("queues.db");
        for (int run = 0; run < 2; run++)
        {
            var output = New(Options());
            await using var broker = new SqliteBroker(new SqliteBrokerOptions { Path = path });
            var options = new PipelineOptions { Broker = broker, Services = _services.Services };
            await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(new GivenEvents(run)).Parse(new Bots.Parsers.Json.IntelMqJsonParser(new Bots.Parsers.Json.IntelMqJsonParserOptions { Splitlines = true })).Output(output, new BotSetup { Id = "batch-output" }));
            PipelineResult result = await pipeline.RunAsync(default);
            Assert.True(result.IsComplete);
            if (run == 1)
                Assert.Equal(2, (await output.SendMailsAsync(default)).Events);
        }

        Assert.Equal(["ip", "192.0.2.1", "192.0.2.2"], Unpacked(Assert.Single(_peer.Mails)).Table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(static row => row.Split(',')[0]));
    }

    private SmtpBatchOutputOptions Options() => new()
    {
        SmtpServer = new SmtpServerAddress { Host = "127.0.0.1", Port = _peer.Port },
        EmailFrom = "cert@example.com",
        AllowedFields = ["source.ip", "event_description.text", "raw"],
        FieldTitles = new Bots.TextMap([new("source.ip", "ip"), new("event_description.text", "text")]),
    };

    private SmtpBatchOutput New(SmtpBatchOutputOptions options) => new(options, _services.Services);

    private static (string Name, string Table) Unpacked(TakenMail mail)
    {
        using var data = new MemoryStream();
        ((MimePart)mail.Message.Attachments.Single()).Content!.DecodeTo(data);
        using var archive = new ZipArchive(data);
        ZipArchiveEntry entry = Assert.Single(archive.Entries);
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return (entry.FullName, reader.ReadToEnd());
    }

    private sealed class GivenEvents(int run) : Bots.Collector(new Bots.CollectorOptions { Name = "Given" })
    {
        public override async IAsyncEnumerable<Bots.CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new Bots.CollectedReport(NewReport(Events.For("a@one.example.com", run + 1).ToJson(MessageFormat.Flat)));
        }
    }
}
