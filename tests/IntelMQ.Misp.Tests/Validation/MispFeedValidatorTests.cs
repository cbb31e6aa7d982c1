using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Misp.Outputs;
using IntelMQ.Misp.Tests.Support;
using IntelMQ.Misp.Validation;
using IntelMQ.Testing;

namespace IntelMQ.Misp.Tests.Validation;

public sealed class MispFeedValidatorTests : IDisposable
{
    private static readonly string[] Names = ["www.example.com", "a_b.example.org", "xn--bcher-kva.example", "host.local.example.net"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_found_in_ten_thousand_events_of_every_classification()
    {
        var random = new Random(19);
        await WriteAsync([.. Enumerable.Range(0, 10_000).Select(i => Generated(random, ClassificationType.All[i % ClassificationType.All.Count]))]);
        Assert.Empty(MispFeedValidator.Check(_folder.Path));
    }

    public static TheoryData<string, string, string> Faults { get; } = new()
    {
        { "\"analysis\":\"2\"", "\"analysis\":\"7\"", "analysis is not 0 to 2" },
        { "\"type\":\"ip-src\"", "\"type\":\"ip\"", "has no such type" },
        { "\"type\":\"ip-src\"", "\"type\":\"md5\"", "has no such type" },
        { "\"value\":\"192.0.2.1\"", "\"value\":\"192.0.2.x\"", "MISP does not take '192.0.2.x'" },
        { "\"value\":\"192.0.2.1\"", "\"value\":\"192.0.2.2\"", "hashes.csv lacks its value" },
        { "\"to_ids\":true", "\"to_ids\":\"1\"", "to_ids is no boolean" },
        { "\"date\":\"2026-01-01\"", "\"date\":\"1 January\"", "date is no date" },
        { "\"published\":true", "\"published\":1", "published is no boolean" },
        { "\"meta-category\":\"network\"", "\"meta-category\":\"\"", "no meta-category" },
        { "\"Orgc\":{\"name\":\"Example\"", "\"Orgc\":{\"name\":\"\"", "Orgc lacks a name" },
        { "\"info\":\"IntelMQ", "\"info\":\"Other", "info differs between manifest and event" },
        { "{\"Event\":", "{\"Events\":", "is missing or no event" },
        { "]}}", "]}", "is missing or no event" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_of_an_event_is_found(string right, string wrong, string complaint)
    {
        await WriteAsync([Some.Event("""{"source.ip": "192.0.2.1"}""")]);
        string path = Directory.EnumerateFiles(_folder.Path, "*-*.json").Single();
        string text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(MispFeedValidator.Check(_folder.Path), found => found.Contains(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_of_list_and_hashes_are_found()
    {
        await WriteAsync([Some.Event("""{"source.ip": "192.0.2.1"}""")]);
        File.AppendAllText(_folder.Of("hashes.csv"), "abc,def\n");
        File.WriteAllText(_folder.Of("0a1b2c3d-0000-4000-8000-000000000001.json"), "{}");
        IReadOnlyList<string> complaints = MispFeedValidator.Check(_folder.Path);
        Assert.Contains("hashes.csv: 'abc,def' is no hash and UUID", complaints);
        Assert.Contains("0a1b2c3d-0000-4000-8000-000000000001.json is not in the manifest", complaints);
        File.WriteAllText(_folder.Of("manifest.json"), "[]");
        Assert.Contains("manifest.json is missing or no JSON object", MispFeedValidator.Check(_folder.Path));
        Assert.Single(MispFeedValidator.Check(_folder.Path, most: 1));
    }

    [Theory]
    [InlineData("ip-src", "192.0.2.0/24", true)]
    [InlineData("ip-dst", "2001:db8::/129", false)]
    [InlineData("ip-src", "192.0.2", true)]
    [InlineData("hostname", "pc-7", false)]
    [InlineData("hostname", "pc-7.example", true)]
    [InlineData("domain", "a..b", false)]
    [InlineData("domain|ip", "example.com|192.0.2.1", true)]
    [InlineData("ip-dst|port", "192.0.2.1|0", false)]
    [InlineData("port", "65536", false)]
    [InlineData("AS", "4294967295", true)]
    [InlineData("AS", "4294967296", false)]
    [InlineData("md5", "0123456789abcdef0123456789abcdef", true)]
    [InlineData("sha256", "0123456789abcdef0123456789abcdef", false)]
    [InlineData("float", "1e400", false)]
    [InlineData("integer", "5", false)]
    [InlineData("url", "http://example.com/\n", false)]
    [InlineData("email-src", "me@example.com", true)]
    [InlineData("email-src", "me@example", false)]
    [InlineData("text", " ", false)]
    public void A_value_fits_its_type_or_does_not(string type, string value, bool fits) => Assert.Equal(fits, MispValues.Accepts(type, value, isNumber: false));

    [Fact]
    public async Task Without_valid_types_the_same_values_are_what_IntelMQ_writes()
    {
        Event message = Some.Event("""{"source.local_hostname": "pc-7", "rtir_id": 5, "source.tor_node": false}""");
        await WriteAsync([message], validTypes: false);
        JsonObject shown = JsonNode.Parse(File.ReadAllText(Directory.EnumerateFiles(_folder.Path, "*-*.json").Single()))!["Event"]!["Object"]![0]!.AsObject();
        Assert.Equal(["\"pc-7\" hostname", "\"5\" integer", "false boolean"], shown["Attribute"]!.AsArray().Select(static one => $"{one!["value"]!.ToJsonString()} {one["type"]}"));
        Assert.Equal(2, MispFeedValidator.Check(_folder.Path).Count);
    }

    // Fields of each kind, some of them with values that no attribute of their type may have.
    private static Event Generated(Random random, string classification)
    {
        var json = new JsonObject { ["classification.type"] = classification, ["classification.taxonomy"] = ClassificationTaxonomy.Of(classification), ["feed.accuracy"] = random.Next(101) };
        string ip = random.Next(2) == 0 ? $"192.0.2.{random.Next(256)}" : string.Create(CultureInfo.InvariantCulture, $"2001:db8::{random.Next(65536):x}");
        Add("source.ip", ip);
        Add("destination.ip", $"198.51.100.{random.Next(256)}");
        Add("source.network", "192.0.2.0/24");
        Add("source.fqdn", Names[random.Next(Names.Length)]);
        Add("source.url", $"http://{Names[random.Next(Names.Length)]}/a?b=%0A&c={Noise()}");
        Add("source.local_hostname", random.Next(2) == 0 ? "pc-7" : "pc.example.com");
        Add("source.port", random.Next(1, 65536));
        Add("source.asn", random.Next(64496, 64512));
        Add("source.tor_node", random.Next(2) == 0);
        Add("source.geolocation.latitude", random.NextDouble() * 90);
        Add("malware.hash.md5", random.Next(2) == 0 ? "0123456789abcdef0123456789abcdef" : "none");
        Add("malware.hash.sha256", new string('a', 64));
        Add("rtir_id", random.Next());
        Add("comment", Noise());
        Add("event_description.text", Noise());
        Add("event_description.url", "https://example.com/about");
        Add("product.name", "router");
        Add("time.source", "2026-01-02T03:04:05+00:00");
        Add("time.observation", "2026-01-02T03:04:05.678901+00:00");
        Add("extra.note", Noise());
        Add("extra.list", new JsonArray(1, "b", null));
        Add("raw", Convert.ToBase64String(Encoding.UTF8.GetBytes(Noise())));
        return Some.Event(json.ToJsonString());

        void Add(string name, JsonNode value)
        {
            if (random.Next(3) > 0)
                json[name] = value;
        }

        string Noise() => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => "ab \"\\,;\u00e9\u4e1c\ud83d\ude00\t{}"[random.Next(3)])) + "x\"\u00e9\n\u4e1c";
    }

    private async Task WriteAsync(IReadOnlyList<Event> events, bool validTypes = true)
    {
        var options = new MispFeedOutputOptions { OutputDir = _folder.Path, MispOrgName = "Example", MispOrgUuid = "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d", MispValidTypes = validTypes };
        await using var output = new MispFeedOutput(options, new BotServices { Time = new FakeClock() });
        await output.StartAsync(default);
        foreach (Event[] batch in events.Chunk(256))
            await output.SendAsync(batch, default);
    }
}
