using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Misp.Outputs;
using IntelMQ.Misp.Tests.Support;
using IntelMQ.Misp.Validation;
using IntelMQ.Testing;

namespace IntelMQ.Misp.Tests.Outputs;

public sealed class MispFeedOutputTests : IDisposable
{
    private const string Organisation = "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d";

    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Events_of_an_hour_are_objects_of_one_event_which_manifest_and_hashes_name()
    {
        await SendAsync(static _ => { }, Seen(1), Seen(2));
        JsonObject shown = Assert.Single(Files());
        Assert.Equal("IntelMQ event 2026-01-01T12:00:00.000000 - 2026-01-01T13:00:00.000000", (string?)shown["info"]);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], ValuesOf(shown, "source.ip"));
        (string uuid, JsonNode? entry) = Assert.Single(Manifest());
        Assert.Equal((string?)shown["uuid"], uuid);
        Assert.Equal("2026-01-01", (string?)entry!["date"]);
        Assert.Equal(Organisation, (string?)entry["Orgc"]!["uuid"]);
        Assert.Contains($"{Md5("192.0.2.1")},{uuid}", Lines("hashes.csv"));
        Assert.Equal(_folder.Of($"{uuid}.json"), File.ReadAllText(_folder.Of(".current")));
        Assert.Equal([".current", "hashes.csv", "manifest.json", $"{uuid}.json"], Names().Order(StringComparer.Ordinal).OrderBy(name => name.Contains(uuid, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_next_hour_is_another_event()
    {
        await using MispFeedOutput output = await StartedAsync(static _ => { });
        await output.SendAsync([Seen(1)], default);
        _clock.Advance(TimeSpan.FromMinutes(60));
        await output.SendAsync([Seen(2)], default);
        Assert.Single(Files());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await output.SendAsync([Seen(3)], default);
        Assert.Equal([1, 2], Files().Select(static one => one["Object"]!.AsArray().Count).Order());
        Assert.Equal(2, Manifest().Count);
    }

    [Fact]
    public async Task After_a_restart_the_event_of_the_hour_goes_on()
    {
        await SendAsync(static _ => { }, Seen(1), Seen(2));
        long before = (long)Manifest().Single().Value!["timestamp"]!;
        await SendAsync(static _ => { }, Seen(2), Seen(3));
        JsonObject shown = Assert.Single(Files());
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3"], ValuesOf(shown, "source.ip"));
        Assert.True((long)Manifest().Single().Value!["timestamp"]! > before);
        _clock.Advance(TimeSpan.FromHours(2));
        await SendAsync(static _ => { }, Seen(4));
        Assert.Equal(2, Manifest().Count);
    }

    [Fact]
    public async Task What_waits_is_shown_when_its_time_is_over_and_at_the_end()
    {
        await using (MispFeedOutput output = await StartedAsync(static options => options.BulkSaveCount = null))
        {
            await output.SendAsync([.. Enumerable.Range(0, 100).Select(Seen)], default);
            await output.SendAsync([Seen(100)], default);
            Assert.Equal(100, Assert.Single(Files())["Object"]!.AsArray().Count);
            _clock.Advance(TimeSpan.FromMinutes(1));
            // The file is written in another thread.
            for (int i = 0; i < 600 && Assert.Single(Files())["Object"]!.AsArray().Count == 100; i++)
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            Assert.Equal(101, Assert.Single(Files())["Object"]!.AsArray().Count);
            await output.SendAsync([Seen(101)], default);
            Assert.Equal(101, Assert.Single(Files())["Object"]!.AsArray().Count);
        }

        Assert.Equal(102, Assert.Single(Files())["Object"]!.AsArray().Count);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, ".*.open"));
    }

    [Fact]
    public async Task With_a_count_events_are_shown_when_so_many_are_there()
    {
        await using MispFeedOutput output = await StartedAsync(static options => options.BulkSaveCount = 3);
        await output.SendAsync([Seen(1)], default);
        await output.SendAsync([Seen(2)], default);
        Assert.Empty(Files());
        await output.SendAsync([Seen(3)], default);
        Assert.Equal(3, Assert.Single(Files())["Object"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_waited_when_the_process_was_killed_is_shown_by_the_next_one()
    {
        MispFeedOutput killed = await StartedAsync(static options => options.BulkSaveCount = 10);
        await killed.SendAsync([Seen(1), Seen(2)], default);
        string journal = Assert.Single(Directory.EnumerateFiles(_folder.Path, ".*.open"));
        // The kill came while another line was written.
        File.AppendAllText(journal, "{\"name\":\"intelmq_ev");
        await SendAsync(static options => options.BulkSaveCount = 10, Seen(2), Seen(3));
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3"], ValuesOf(Assert.Single(Files()), "source.ip"));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, ".*.open"));
    }

    [Fact]
    public async Task Whenever_the_process_is_killed_all_that_was_stored_is_shown_once_by_the_next_one()
    {
        await using MispFeedOutput output = await StartedAsync(static options => options.MaxObjects = 30);
        for (int sent = 1; sent <= 70; sent++)
        {
            await output.SendAsync([Seen(sent)], default);
            using var copy = new TempFolder();
            foreach (string file in Directory.EnumerateFiles(_folder.Path))
                File.Copy(file, copy.Of(Path.GetFileName(file)));
            await using (await StartedAsync(options => (options.OutputDir, options.MaxObjects) = (copy.Path, 30)))
            {
                // It takes up what is there, and ends.
            }

            IEnumerable<string> ids = Directory.EnumerateFiles(copy.Path, "*-*.json").SelectMany(static file => ValuesOf(JsonNode.Parse(File.ReadAllText(file))!["Event"]!.AsObject(), "extra")).OfType<string>();
            Assert.Equal(Enumerable.Range(1, sent).Select(static id => $"{{\"id\": {id}}}").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
            Assert.Empty(MispFeedValidator.Check(copy.Path));
        }
    }

    [Fact]
    public async Task Torn_lines_and_a_broken_manifest_are_mended()
    {
        await SendAsync(static _ => { }, Seen(1));
        File.AppendAllText(_folder.Of("hashes.csv"), "0123456789abcdef");
        File.WriteAllText(_folder.Of("manifest.json"), "{\"");
        File.WriteAllText(_folder.Of("0a1b2c3d-0000-4000-8000-000000000001.json"), "{");
        await SendAsync(static _ => { }, Seen(2));
        Assert.All(Lines("hashes.csv"), static line => Assert.Matches("^[0-9a-f]{32},[0-9a-f-]{36}$", line));
        Assert.Single(Manifest());
    }

    [Fact]
    public async Task A_full_event_is_followed_by_another()
    {
        await SendAsync(static options => options.MaxObjects = 2, [.. Enumerable.Range(0, 5).Select(Seen)]);
        Assert.Equal([1, 2, 2], Files().Select(static one => one["Object"]!.AsArray().Count).Order());
        Assert.Equal(3, Manifest().Count);
    }

    [Fact]
    public async Task Values_of_a_field_keep_events_apart_with_title_and_tags_of_their_own()
    {
        await SendAsync(
            static options =>
            {
                (options.EventSeparator, options.AdditionalInfo) = ("classification.type", "Found {separator}:");
                options.Tagging = new Dictionary<string, IReadOnlyList<TextMap>>
                {
                    ["__all__"] = [new TextMap([new("name", "tlp:clear"), new("colour", "#ffffff")])],
                    ["scanner"] = [new TextMap([new("name", "scan")])],
                };
            },
            Some.Event("""{"classification.type": "scanner", "source.ip": "192.0.2.1"}"""),
            Some.Event("""{"classification.type": "spam", "source.ip": "192.0.2.2"}"""),
            Some.Event("""{"source.ip": "192.0.2.3"}"""));
        Assert.Equal(
            ["Found : IntelMQ", "Found scanner: IntelMQ", "Found spam: IntelMQ"],
            Files().Select(static one => ((string)one["info"]!).Split(" event")[0]).Order(StringComparer.Ordinal));
        JsonObject scanner = Files().Single(static one => ((string)one["info"]!).Contains("scanner", StringComparison.Ordinal));
        Assert.Equal(["tlp:clear", "scan"], scanner["Tag"]!.AsArray().Select(static tag => (string?)tag!["name"]));
        Assert.Equal(["DEFAULT", "scanner", "spam"], JsonNode.Parse(File.ReadAllText(_folder.Of(".current")))!.AsObject().Select(static entry => entry.Key).Order(StringComparer.Ordinal));
        await SendAsync(static options => options.EventSeparator = "classification.type", Some.Event("""{"classification.type": "scanner", "source.ip": "192.0.2.9"}"""));
        Assert.Equal(3, Files().Count);
    }

    [Fact]
    public async Task A_mapping_chooses_fields_and_says_what_misp_is_told_about_them()
    {
        await SendAsync(
            static options => options.AttributeMapping = new Dictionary<string, IReadOnlyDictionary<string, PlainValue>>
            {
                ["source.ip"] = new Dictionary<string, PlainValue> { ["comment"] = "event_description.text", ["to_ids"] = false, ["category"] = "Payload delivery" },
            },
            Some.Event("""{"source.ip": "192.0.2.1", "event_description.text": "seen", "source.asn": 64496}"""),
            Some.Event("""{"source.asn": 64497}"""));
        JsonNode attribute = Assert.Single(Assert.Single(Assert.Single(Files())["Object"]!.AsArray())!["Attribute"]!.AsArray())!;
        Assert.Equal(("seen", false, "Payload delivery"), ((string?)attribute["comment"], (bool)attribute["to_ids"]!, (string?)attribute["category"]));
    }

    [Fact]
    public async Task Old_events_of_this_organisation_are_removed_and_those_of_others_stay()
    {
        File.WriteAllText(_folder.Of("manifest.json"), """{"0a1b2c3d-0000-4000-8000-000000000001": {"Orgc": {"name": "Other", "uuid": "0a1b2c3d-0000-4000-8000-000000000009"}, "timestamp": 5}}""");
        await SendAsync(static options => options.KeepFor = "2 days", Seen(1));
        _clock.Advance(TimeSpan.FromDays(3));
        await SendAsync(static options => options.KeepFor = "2 days", Seen(2));
        Assert.Equal(["192.0.2.2"], ValuesOf(Assert.Single(Files()), "source.ip"));
        Assert.Equal(2, Manifest().Count);
        Assert.DoesNotContain(Lines("hashes.csv"), static line => line.StartsWith(Md5("192.0.2.1"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_written_is_a_small_multiple_of_what_is_written_at_last()
    {
        foreach (int count in (int[])[2_000, 20_000])
        {
            using var folder = new TempFolder();
            await using MispFeedOutput output = await StartedAsync(options => (options.OutputDir, options.MaxObjects) = (folder.Path, 5_000));
            for (int i = 0; i < count; i += 50)
                await output.SendAsync([.. Enumerable.Range(i, 50).Select(Seen)], default);
            long last = Directory.EnumerateFiles(folder.Path, "*-*.json").Sum(static file => new FileInfo(file).Length);
            Assert.InRange(output.BytesWritten, last * 0.7, last * 6);
        }
    }

    [Fact]
    public async Task What_cannot_be_written_is_not_stored_and_the_next_try_stores_it()
    {
        await using MispFeedOutput output = await StartedAsync(static _ => { });
        await output.SendAsync([Seen(1)], default);
        string beside = _folder.Of($".{Manifest().Single().Key}.json.tmp");
        Directory.CreateDirectory(beside);
        Event[] batch = [Seen(2)];
        await Assert.ThrowsAnyAsync<IOException>(() => output.SendAsync(batch, default).AsTask());
        Directory.Delete(beside);
        await output.SendAsync(batch, default);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], ValuesOf(Assert.Single(Files()), "source.ip"));
    }

    [Fact]
    public void Parameters_that_cannot_work_are_refused_all_at_once()
    {
        var options = new MispFeedOutputOptions
        {
            MispOrgName = "Example",
            MispOrgUuid = "none",
            IntervalEvent = "often",
            KeepFor = "long",
            AttributeMapping = new Dictionary<string, IReadOnlyDictionary<string, PlainValue>> { ["source.ip"] = new Dictionary<string, PlainValue> { ["colour"] = "red" } },
            Tagging = new Dictionary<string, IReadOnlyList<TextMap>> { ["spam"] = [new TextMap([new("colour", "#000000")])] },
        };
        Assert.Equal(6, options.GetComplaints().Count);
        Assert.Equal(2, new MispFeedOutputOptions().GetComplaints().Count);
    }

    private static Event Seen(int id) => Some.Event($$"""
        {"feed.name": "Feed", "classification.type": "c2-server", "source.ip": "192.0.2.{{id % 250}}", "extra.id": {{id}}, "time.observation": "2026-01-02T03:04:05+00:00"}
        """);

#pragma warning disable CA5351 // The hash that the format is defined with.
    private static string Md5(string value) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)));
#pragma warning restore CA5351

    private static IEnumerable<string?> ValuesOf(JsonObject shown, string relation)
        => shown["Object"]!.AsArray().SelectMany(static one => one!["Attribute"]!.AsArray()).Where(attribute => (string?)attribute!["object_relation"] == relation).Select(static attribute => (string?)attribute!["value"]);

    private IEnumerable<string> Names() => Directory.EnumerateFiles(_folder.Path).Select(static file => Path.GetFileName(file));

    private string[] Lines(string name) => File.ReadAllLines(_folder.Of(name));

    private JsonObject Manifest() => JsonNode.Parse(File.ReadAllText(_folder.Of("manifest.json")))!.AsObject();

    private List<JsonObject> Files()
        => [.. Names().Where(static name => Guid.TryParse(Path.GetFileNameWithoutExtension(name), out _) && new FileInfo(name).Name.EndsWith(".json", StringComparison.Ordinal)).Select(name => File.ReadAllText(_folder.Of(name))).Where(static text => text.Length > 2).Select(static text => JsonNode.Parse(text)!["Event"]!.AsObject())];

    private async Task<MispFeedOutput> StartedAsync(Action<MispFeedOutputOptions> change)
    {
        var options = new MispFeedOutputOptions { OutputDir = _folder.Path, MispOrgName = "Example", MispOrgUuid = Organisation };
        change(options);
        var output = new MispFeedOutput(options, new BotServices { Time = _clock });
        await output.StartAsync(default);
        return output;
    }

    private async Task SendAsync(Action<MispFeedOutputOptions> change, params Event[] batch)
    {
        await using MispFeedOutput output = await StartedAsync(change);
        await output.SendAsync(batch, default);
    }
}
