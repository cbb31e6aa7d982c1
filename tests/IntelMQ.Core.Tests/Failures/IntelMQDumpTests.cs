using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Failures;

public sealed class IntelMQDumpTests
{
    private static readonly DateTimeOffset Time = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public async Task Writes_the_form_that_IntelMQ_writes()
    {
        string text = await Export(new StoredFailure(7, Time, FailureSamples.Line("ü")), new StoredFailure(8, Time, FailureSamples.OfEvent("192.0.2.1")));
        Assert.StartsWith("{\n    \"2026-02-03T04:05:06.000000\": {\n        \"bot_id\": \"example-parser\",\n        \"message\": \"{\\\"__type\\\": \\\"Report\\\", ", text, StringComparison.Ordinal);
        Assert.Contains(
            "        \"source_queue\": \"example-parser-queue\",\n        \"traceback\": \"line 3: source.ip: '\\u00fc' is no address.\"\n    },\n    \"2026-02-03T04:05:06.000001\": {",
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("        \"traceback\": [\n            \"The service does not answer.\"\n        ]\n    }\n}", text, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal(2, document.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public async Task An_empty_dump_is_an_empty_object()
    {
        Assert.Equal("{}", await Export());
        Assert.Empty((await Import("{}")).Failures);
    }

    [Fact]
    public async Task What_was_exported_is_imported_again()
    {
        Failure[] failures = [FailureSamples.Line("a\tü\n"), FailureSamples.OfEvent("192.0.2.1"), FailureSamples.Line(new string('x', 300_000), line: 9)];
        string text = await Export([.. failures.Select(static (failure, i) => new StoredFailure(i + 1, Time.AddSeconds(i), failure))]);
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import(text, slow: true);
        Assert.Empty(unreadable);
        // A reason of the length of a book is cut.
        for (int i = 0; i < 2; i++)
        {
            FailureSamples.AssertSame(failures[i], read[i].Failure);
            Assert.Equal(Time.AddSeconds(i), read[i].Time);
        }

        Assert.True(failures[2].Message.HasSameFieldsAs(read[2].Failure.Message));
        Assert.Equal(9, read[2].Failure.LineNumber);
    }

    [Fact]
    public async Task Reads_what_IntelMQ_writes()
    {
        string bytes = Convert.ToBase64String([0xFF, 0xFE]);
        string untyped = Convert.ToBase64String("{\"source.ip\": \"192.0.2.1\"}"u8);
        string report = Convert.ToBase64String("{\"feed.name\": \"Example\"}"u8);
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import($$"""
            {
                "2026-11-22T04:07:12.513820": {"bot_id": "a", "source_queue": "q", "traceback": "Traceback:\n  File x\nValueError: bad\n", "message": "{\"__type\": \"Event\", \"source.ip\": \"192.0.2.1\"}"},
                "2026-11-22T04:07:12": {"bot_id": "a", "traceback": ["Traceback\n", "KeyError: 'x'\n", "\n"], "message_type": "base64", "message": "{{bytes}}"},
                "2026-11-22T04:07:13": {"bot_id": "a", "traceback": 5, "message_type": "base64", "message": "{{untyped}}"},
                "2026-11-22T04:07:14": {"message_type": "base64", "message": "{{report}}"}
            }
            """);
        Assert.Empty(unreadable);
        Assert.Equal(["ValueError: bad", "KeyError: 'x'", "The dump says no reason.", "The dump says no reason."], read.Select(static stored => stored.Failure.Reason));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 4, 7, 12, TimeSpan.Zero).AddMicroseconds(513820), read[0].Time);
        Assert.IsType<Event>(read[0].Failure.Message);
        Assert.Equal(new byte[] { 0xFF, 0xFE }, Assert.IsType<Report>(read[1].Failure.Message).Raw.ToArray());
        Assert.IsType<Event>(read[2].Failure.Message);
        Assert.IsType<Report>(read[3].Failure.Message);
    }

    [Fact]
    public async Task A_message_may_be_an_object()
    {
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import("""
            {"2026-11-22T04:07:12.123456": {"bot_id": "b", "message": {"__type": "Event", "source.ip": "192.0.2.1"}, "source_queue": "b-queue", "traceback": ["ValueError: bad\n"]},
             "2026-11-22T04:07:13": {"bot_id": "b", "message": {"source.ip": "192.0.2.2", "extra.a": {"b": [1]}}, "traceback": []},
             "2026-11-22T04:07:14": {"bot_id": "b", "message": {"__type": "Report", "feed.name": "Example", "raw": "YQ=="}},
             "2026-11-22T04:07:15": {"bot_id": "b", "message": {"__type": "Event", "source.ip": "nowhere"}},
             "2026-11-22T04:07:16": {"bot_id": "b", "message": ["a"]}}
            """);
        Assert.Equal(["192.0.2.1", "192.0.2.2", ""], read.Select(static stored => stored.Failure.Message["source.ip"].ToString()));
        Assert.IsType<Report>(read[2].Failure.Message);
        Assert.Equal("ValueError: bad", read[0].Failure.Reason);
        Assert.Equal(2, unreadable.Count);
        Assert.Contains("source.ip", unreadable[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF{0}", 1, 0)]
    [InlineData("{0}{0}", 2, 0)]
    [InlineData(" {0}\n{0}\n{{}}\n{0} ", 3, 0)]
    [InlineData("{0} nonsense", 1, 1)]
    [InlineData("{0}[]", 1, 1)]
    [InlineData("{0}{{\"2026-11-22T04:07:13\": ", 1, 1)]
    public async Task Several_objects_and_a_mark_in_front_do_no_harm(string form, int entries, int faults)
    {
        string dump = """{"2026-11-22T04:07:12": {"bot_id": "b", "message": "{\"__type\": \"Event\", \"source.ip\": \"192.0.2.1\"}"}}""";
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, dump));
        Assert.Equal(entries, read.Count);
        Assert.Equal(faults, unreadable.Count);
    }

    [Fact]
    public async Task Very_many_objects_are_read_one_after_the_other()
    {
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import(string.Concat(Enumerable.Repeat("{}", 200_000)));
        Assert.Empty(read);
        Assert.Empty(unreadable);
    }

    [Fact]
    public async Task Reports_each_entry_that_cannot_be_read_and_goes_on()
    {
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import("""
            {"yesterday": {"message": "{\"__type\": \"Event\"}"},
             "2026-11-22T04:07:12": 5,
             "2026-11-22T04:07:13": {"bot_id": "a"},
             "2026-11-22T04:07:14": {"message": "{}"},
             "2026-11-22T04:07:15": {"message": "A", "message_type": "base64"},
             "2026-11-22T04:07:16": {"message": "{\"__type\": \"Event\"}"},
             "2026-11-22T04:07:17": {"message": "{\"__type\":
            """);
        Assert.Equal(6, Assert.Single(read).Id);
        Assert.Equal(
            ["The key is not a time.", "The entry is not a JSON object.", "The entry has no message.", "The message cannot be read: InvalidMessage: __type is missing", "The message is not Base64."],
            unreadable.Take(5).Select(static entry => entry.Reason));
        Assert.Equal(6, unreadable.Count);
        Assert.Contains("The file ", unreadable[5].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("{\"\\ud800\": 1}")]
    public async Task A_file_that_is_no_dump_is_reported(string text)
    {
        (List<StoredFailure> read, List<UnreadableDumpEntry> unreadable) = await Import(text);
        Assert.Empty(read);
        Assert.Single(unreadable);
    }

    [Fact]
    public void Any_messages_come_back_and_damage_never_throws()
        => Prop.ForAll<byte[][], NonNegativeInt, byte>((raws, place, value) =>
        {
            StoredFailure[] failures = [.. raws.Select(static (raw, i) => new StoredFailure(i + 1, Time, new Failure(new Report((byte[])[1, .. raw ?? []], Schema.Default), "Bad.")))];
            string text = Export(failures).GetAwaiter().GetResult();
            List<StoredFailure> read = Import(text).GetAwaiter().GetResult().Failures;
            Assert.Equal(failures.Length, read.Count);
            for (int i = 0; i < read.Count; i++)
                FailureSamples.AssertSame(failures[i].Failure, read[i].Failure);
            byte[] damaged = Encoding.UTF8.GetBytes(text);
            damaged[place.Get % damaged.Length] = value;
            _ = Import(damaged).GetAwaiter().GetResult();
        }).Check(Fuzz.Quick);

    [Fact]
    public async Task A_lone_surrogate_in_a_name_costs_no_other_entry()
    {
        const string Entry = """{"bot_id": "b", "message": "{\"__type\": \"Event\", \"source.ip\": \"192.0.2.1\"}", "traceback": ["x"]""";
        string dump = "{\"2026-01-02T03:04:05.123456\": " + Entry + ", \"\\ud800\": 1, \"\\udc00\": {\"\\ud800\": 2}}, "
            + "\"\\ud800\": {}, \"2026-01-02T03:04:06.123456\": " + Entry + "}}";
        (List<StoredFailure> failures, List<UnreadableDumpEntry> unreadable) = await Import(dump);
        Assert.Equal(2, failures.Count);
        Assert.Single(unreadable);
    }

    private static async Task<string> Export(params StoredFailure[] failures)
    {
        using var output = new MemoryStream();
        Assert.Equal(failures.Length, await IntelMQDump.ExportAsync(failures.ToAsyncEnumerable(), output, default));
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static Task<(List<StoredFailure> Failures, List<UnreadableDumpEntry> Unreadable)> Import(string text, bool slow = false)
        => Import(Encoding.UTF8.GetBytes(text), slow);

    private static async Task<(List<StoredFailure> Failures, List<UnreadableDumpEntry> Unreadable)> Import(byte[] bytes, bool slow = false)
    {
        var failures = new List<StoredFailure>();
        var unreadable = new List<UnreadableDumpEntry>();
        using Stream input = slow ? new SlowStream(bytes) : new MemoryStream(bytes);
        await foreach (StoredFailure failure in IntelMQDump.ImportAsync(input, Schema.Default, unreadable.Add, default))
            failures.Add(failure);
        return (failures, unreadable);
    }

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }
}
