using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class ZoneAndIntelFileTests : IDisposable
{
    private const string IntelHead = "#fields\tindicator\tindicator_type\tmeta.desc\tmeta.cif_confidence\tmeta.source\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_intelligence_file_has_its_head_once_and_a_line_for_each_indicator()
    {
        string path = _folder.Of("intel");
        Event message = Read("""{"source.ip": "192.0.2.1", "source.url": "http://a.example.com/", "classification.type": "scanner", "feed.accuracy": 99.9, "feed.provider": "a\tb\nc"}""");
        for (int run = 0; run < 2; run++)
        {
            await using var output = new BroFileOutput(new BroFileOutputOptions { File = path });
            await output.StartAsync(default);
            await output.SendAsync([message], default);
        }

        const string Lines = "192.0.2.1\tIntel::ADDR\tscanner\t99\tabc\nhttp://a.example.com/\tIntel::URL\tscanner\t99\tabc\n";
        Assert.Equal(IntelHead + Lines + Lines, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Behind_something_else_the_head_stands_once()
    {
        string path = _folder.Of("intel");
        await File.WriteAllTextAsync(path, "something else\n");
        await using var output = new BroFileOutput(new BroFileOutputOptions { File = path });
        await output.StartAsync(default);
        await output.SendAsync([], default);
        await output.SendAsync([Read("""{"source.fqdn": "a.example.com", "classification.type": "other", "feed.accuracy": 1.0, "extra.tags": ["x", "apt"], "extra.orgc": "o"}""")], default);
        Assert.Equal("something else\n" + IntelHead + "a.example.com\tIntel::DOMAIN\tapt\t1\to\n", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("""{"source.ip": "192.0.2.1", "feed.accuracy": 1.0}""")]
    [InlineData("""{"source.ip": "192.0.2.1", "classification.type": "other"}""")]
    public async Task An_event_without_what_the_columns_need_is_refused_and_nothing_written(string json)
    {
        string path = _folder.Of("intel");
        await using var output = new BroFileOutput(new BroFileOutputOptions { File = path });
        await output.StartAsync(default);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Read(json)], default).AsTask());
        Assert.Equal(IntelHead, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Intelligence_files_are_named_by_fields_each_with_its_head()
    {
        await using var output = new BroFileOutput(new BroFileOutputOptions { File = _folder.Of("{event[classification.type]}"), FormatFilename = true });
        await output.StartAsync(default);
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1", "classification.type": "scanner", "feed.accuracy": 1.0}""")], default);
        Assert.StartsWith(IntelHead, await File.ReadAllTextAsync(_folder.Of("scanner")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_begins_with_its_head_and_names_come_with_and_without_www()
    {
        string path = _folder.Of("zone");
        var clock = new FakeClock(new DateTimeOffset(2026, 5, 4, 10, 20, 30, TimeSpan.Zero));
        var options = new RpzFileOutputOptions { File = path, Cname = "block.example.com.", RpzDomain = "rpz.example.com", HostmasterRpzDomain = "hostmaster.example.com", TestDomain = "test.example.com" };
        await using var output = new RpzFileOutput(options, new BotServices { Time = clock });
        await output.StartAsync(default);
        await output.SendAsync([Read("""{"source.fqdn": "www.a.example.com"}"""), Read("""{"source.ip": "192.0.2.1"}""")], default);
        string zone = await File.ReadAllTextAsync(path);
        Assert.StartsWith("$TTL 3600\n@ SOA rpz.example.com. hostmaster.example.com. 2605041020 60 60 432000 60\n NS localhost.\n;\n", zone, StringComparison.Ordinal);
        Assert.EndsWith(
            ";\ntest.example.com CNAME block.example.com.\na.example.com CNAME block.example.com.\nwww.a.example.com CNAME block.example.com.\n",
            zone,
            StringComparison.Ordinal);
    }

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error), error?.ToString());
        return message;
    }
}
