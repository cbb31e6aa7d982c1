using System.Text;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Failures;

public sealed class DumpFileTests : IDisposable
{
    private const string Entries = """
        {
            "2026-05-04T10:20:30.000002": {
                "bot_id": "second",
                "message": "{\"__type\": \"Report\", \"raw\": \"eA==\"}",
                "source_queue": "second-queue",
                "traceback": ["Traceback\n", "ValueError: why\n"]
            },
            "2026-05-04T10:20:30.000001": {
                "bot_id": "first",
                "message": "eyJzb3VyY2UuaXAiOiAiMTkyLjAuMi4xIn0=",
                "message_type": "base64",
                "source_queue": "first-queue",
                "traceback": "x"
            },
            "2026-05-04T10:20:30.000003": {"bot_id": "third", "message": "", "source_queue": "third-queue", "traceback": "x"},
            "2026-05-04T10:20:30.000004": {"bot_id": "fourth", "message": "{not json", "traceback": "x"}
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-dump").FullName;

    private string File => Path.Combine(_folder, "a.dump");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Entries_are_numbered_by_time_and_read_with_all_that_they_say()
    {
        await using DumpFile dump = await OpenAsync(Entries);
        Assert.Equal((4, null, File), (dump.Count, dump.Fault, dump.Path));
        Dictionary<int, DumpedMessage> entries = await ReadAsync(dump, null);
        Assert.Equal(["first-queue", "second-queue", "third-queue", null], Enumerable.Range(0, 4).Select(number => entries[number].SourceQueue));
        Assert.Equal("192.0.2.1", Assert.IsType<Event>(entries[0].Message)["source.ip"].ToString());
        Assert.Equal(("second", "ValueError: why", "2026-05-04T10:20:30.000002"), (entries[1].BotId, entries[1].Reason, entries[1].Key));
        Assert.Equal("x", Encoding.UTF8.GetString(Assert.IsType<Report>(entries[1].Message).Raw.Span));
        Assert.Equal((true, null, null), (entries[2].IsEmpty, entries[2].Message, entries[2].Complaint));
        Assert.Null(entries[3].Message);
        Assert.Contains("cannot be read", entries[3].Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,2,9,-1", "2:second 4:fourth")]
    [InlineData("", "2:second 1:first 3:third 4:fourth")]
    [InlineData("9", "2:second 1:first 3:third 4:fourth")]
    public async Task What_is_removed_is_gone_and_the_rest_stays_as_it_was(string numbers, string left)
    {
        await using (DumpFile dump = await OpenAsync(Entries))
        {
            await dump.RemoveAsync(Numbers(numbers), default);
            Assert.Equal(left.Split(' ').Length, dump.Count);
        }

        Assert.Equal([File], Directory.GetFiles(_folder));
        string text = await System.IO.File.ReadAllTextAsync(File);
        using var document = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(left, string.Join(' ', document.RootElement.EnumerateObject().Select(static entry => $"{entry.Name[^1]}:{entry.Value.GetProperty("bot_id").GetString()}")));
        Assert.Contains("\"traceback\": [\"Traceback\\n\", \"ValueError: why\\n\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_when_all_is_removed_is_an_empty_object()
    {
        await using (DumpFile dump = await OpenAsync(Entries))
        {
            await dump.RemoveAsync([0, 1, 2, 3], default);
            Assert.Equal(0, dump.Count);
        }

        Assert.Equal("{}", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Files_that_were_put_into_one_are_one()
    {
        await using DumpFile dump = await OpenAsync("\uFEFF" + """{"2026-05-04T10:20:30.000001": {"message": {"__type": "Event", "comment": "a"}}} {"2026-05-04T10:20:30.000001": {"message": {"comment": "b"}}}""");
        Assert.Equal(2, dump.Count);
        await dump.RemoveAsync([0], default);
        DumpedMessage left = Assert.Single(await ReadAsync(dump, null)).Value;
        Assert.NotNull(left.Message);
        Assert.Equal(0, left.Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"2026-05-04T10:20:30": {"message": ""}, "2026""")]
    public async Task Of_a_damaged_file_nothing_can_be_removed_but_the_file(string text)
    {
        DumpFile dump = await OpenAsync(text);
        await using (dump)
        {
            Assert.NotNull(dump.Fault);
            await Assert.ThrowsAsync<InvalidDataException>(() => dump.RemoveAsync([0], default));
            Assert.Equal(text, await ReadTextAsync(dump));
            await dump.DeleteAsync();
        }

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(0, dump.Count);
    }

    [Fact]
    public async Task A_file_is_held_by_one_at_a_time_and_a_part_that_is_left_is_not_written_over()
    {
        await using DumpFile dump = await OpenAsync(Entries);
        await Assert.ThrowsAnyAsync<IOException>(() => DumpFile.OpenAsync(File, Schema.Default, default));
        await System.IO.File.WriteAllTextAsync(File + ".part", "left");
        await Assert.ThrowsAnyAsync<IOException>(() => dump.RemoveAsync([0], default));
        Assert.Equal("left", await System.IO.File.ReadAllTextAsync(File + ".part"));
        Assert.Equal(4, (await ReadAsync(dump, null)).Count);
    }

    [Fact]
    public async Task A_file_that_is_not_there_cannot_be_opened()
        => await Assert.ThrowsAsync<FileNotFoundException>(() => DumpFile.OpenAsync(File, Schema.Default, default));

    private static int[] Numbers(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task<Dictionary<int, DumpedMessage>> ReadAsync(DumpFile dump, int[]? numbers)
    {
        var entries = new Dictionary<int, DumpedMessage>();
        await foreach (DumpedMessage entry in dump.ReadAsync(numbers, default))
            entries.Add(entry.Number, entry);
        return entries;
    }

    // The file itself is held.
    private static async Task<string> ReadTextAsync(DumpFile dump)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [dump.Path]) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync();
    }

    private async Task<DumpFile> OpenAsync(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text);
        return await DumpFile.OpenAsync(File, Schema.Default, default);
    }
}
