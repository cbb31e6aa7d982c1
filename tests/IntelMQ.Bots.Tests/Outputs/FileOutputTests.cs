using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class FileOutputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Appends_a_line_for_each_event_without_raw()
    {
        string path = _folder.Of("a", "b", "events.txt");
        await Send(new FileOutputOptions { File = path }, Sample("192.0.2.1"), Sample("192.0.2.2"));
        await Send(new FileOutputOptions { File = path }, Sample("192.0.2.3"));

        Assert.Equal(
            "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.1\"}\n"
            + "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.2\"}\n"
            + "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.3\"}\n",
            await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("{\"message_with_type\": true}", "{\"__type\": \"Event\", \"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.1\"}")]
    [InlineData("{\"with_type\": \"true\"}", "{\"__type\": \"Event\", \"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.1\"}")]
    [InlineData("{\"hierarchical_output\": false, \"message_hierarchical\": true}", "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.1\"}")]
    [InlineData("{\"message_jsondict_as_string\": true}", "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"source.ip\": \"192.0.2.1\"}")]
    [InlineData("{\"message_hierarchical\": true}", "{\"classification\": {\"type\": \"scanner\"}, \"extra\": {\"a\": {\"b\": 1}}, \"source\": {\"ip\": \"192.0.2.1\"}}")]
    [InlineData("{\"hierarchical_output\": true, \"keep_raw_field\": true}", "{\"classification\": {\"type\": \"scanner\"}, \"extra\": {\"a\": {\"b\": 1}}, \"raw\": \"cmF3\", \"source\": {\"ip\": \"192.0.2.1\"}}")]
    [InlineData("{\"single_key\": \"source.ip\"}", "192.0.2.1")]
    [InlineData("{\"single_key\": \"raw\"}", "raw")]
    [InlineData("{\"single_key\": \"source.asn\"}", "None")]
    [InlineData("{\"single_key\": \"extra.a.b\"}", "1")]
    [InlineData("{\"single_key\": false, \"keep_raw_field\": true}", "{\"classification.type\": \"scanner\", \"extra.a.b\": 1, \"raw\": \"cmF3\", \"source.ip\": \"192.0.2.1\"}")]
    public async Task Writes_what_the_export_parameters_say(string parameters, string line)
    {
        string path = _folder.Of("events.txt");
        Dictionary<string, JsonElement> all = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(parameters)!;
        all["file"] = JsonSerializer.SerializeToElement(path);
        await using var output = (FileOutput)Catalogs.Standard.Get("intelmq.bots.outputs.file.output")
            .Create(JsonSerializer.SerializeToElement(all), ParameterSource.IntelMQ, BotServices.Default, []);
        await output.SendAsync([Sample("192.0.2.1")], default);
        Assert.Equal(line + "\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_line_end_in_a_single_key_begins_no_line()
    {
        string path = _folder.Of("events.txt");
        await using var output = new FileOutput(new FileOutputOptions { File = path, SingleKey = "comment" });
        var message = new Event();
        message.Set("comment", "192.0.2.1\r\n198.51.100.1").ThrowIfRefused();
        await output.SendAsync([message, message], default);
        Assert.Equal("192.0.2.1\\r\\n198.51.100.1\n192.0.2.1\\r\\n198.51.100.1\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_single_key_output_is_decoded()
    {
        var first = new Event();
        first.Set("output", "\"a \\\"text\\\"\"").ThrowIfRefused();
        var second = new Event();
        second.Set("output", "{\"a\": 1}").ThrowIfRefused();
        string path = _folder.Of("events.txt");
        await Send(new FileOutputOptions { File = path, SingleKey = "output" }, first, second);
        Assert.Equal("a \"text\"\n{\"a\": 1}\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Names_files_by_fields()
    {
        Event timed = Sample("192.0.2.1");
        timed[Fields.Time.Source] = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        await Send(new FileOutputOptions { File = _folder.Of("{event[time.source]:%Y/%m-%d}", "{{x}}-{ev[source.ip]}.txt"), FormatFilename = true }, timed, timed);

        Assert.Equal(2, (await File.ReadAllLinesAsync(_folder.Of("2026", "03-04", "{x}-192.0.2.1.txt"))).Length);
    }

    [Theory]
    [InlineData("{event[extra.nope]}.txt", "extra.nope")]
    [InlineData("{event[source.ip]}/{event[time.source]:%Y}.txt", "time.source")]
    public async Task An_event_that_lacks_a_field_of_the_name_is_refused_and_nothing_is_written(string template, string field)
    {
        await using var output = new FileOutput(new FileOutputOptions { File = _folder.Of("out", template), FormatFilename = true });
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(async () => await output.SendAsync([Sample("192.0.2.1")], default));
        Assert.Contains($"'{field}'", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Of("out")));
    }

    [Theory]
    [InlineData("{event[time.source]}", "2026-03-04 05:06:07")]
    [InlineData("{event[time.source].year}-{event[time.source].month}", "2026-3")]
    public async Task A_time_without_a_format_has_no_zone_and_its_parts_have_names(string template, string name)
    {
        Event timed = Sample("192.0.2.1");
        timed[Fields.Time.Source] = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        await Send(new FileOutputOptions { File = _folder.Of("out", template), FormatFilename = true }, timed);
        Assert.Equal([_folder.Of("out", name)], Directory.GetFileSystemEntries(_folder.Of("out")));
    }

    [Theory]
    [InlineData("..", "_")]
    [InlineData(".", "_")]
    [InlineData("../../x", ".._.._x")]
    [InlineData("a\u0000b\\c\nd\u0085e", "a_b_c_d_e")]
    [InlineData("ü", "ü")]
    public async Task Values_do_not_lead_out_of_the_folder(string value, string name)
    {
        await Send(new FileOutputOptions { File = _folder.Of("out", "{event[extra.x]}"), FormatFilename = true }, WithExtra(value));
        Assert.Equal([_folder.Of("out", name)], Directory.GetFileSystemEntries(_folder.Of("out")));
        Assert.Equal([_folder.Of("out")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Long_values_are_cut_and_stay_different()
    {
        string longText = new('ä', 5000);
        await Send(new FileOutputOptions { File = _folder.Of("{event[extra.x]}.txt"), FormatFilename = true }, WithExtra(longText + "1"), WithExtra(longText + "2"));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Any_value_gives_a_file_below_the_folder()
    {
        FileNameTemplate template = FileNameTemplate.Parse(_folder.Of("{event[extra.x]}{event[extra.x]}", "{event[extra.x]}.txt"), out _)!;
        Prop.ForAll<string>(text =>
        {
            var rendered = new IntelMQ.Text.Utf8Buffer();
            template.Render(WithExtra(text ?? ""), rendered);
            string path = Path.GetFullPath(template.PathOf(rendered.WrittenSpan));
            return path.StartsWith(_folder.Path + "/", StringComparison.Ordinal) && path.Count(static c => c == '/') == _folder.Path.Count(static c => c == '/') + 2;
        }).Check(Fuzz.Quick);
    }

    [Fact]
    public async Task More_files_than_may_be_open_are_all_written()
    {
        await using var output = new FileOutput(new FileOutputOptions { File = _folder.Of("{event[extra.x]}"), FormatFilename = true });
        Event[] batch = [.. Enumerable.Range(0, 300).Select(static i => WithExtra($"f{i % 150}"))];
        await output.SendAsync(batch, default);
        await output.SendAsync(batch, default);
        Assert.Equal(150, Directory.GetFiles(_folder.Path).Length);
        Assert.All(Directory.GetFiles(_folder.Path), static file => Assert.Equal(4, File.ReadAllLines(file).Length));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_made_anew()
    {
        string path = _folder.Of("events.txt");
        await using var output = new FileOutput(new FileOutputOptions { File = path });
        await output.SendAsync([Sample("192.0.2.1")], default);
        File.Move(path, path + ".1");
        await output.SendAsync([Sample("192.0.2.2")], default);
        File.Move(path, path + ".2");
        await File.WriteAllTextAsync(path, "");
        await output.SendAsync([Sample("192.0.2.3")], default);
        File.Delete(path);
        await output.SendAsync([Sample("192.0.2.4")], default);

        Assert.Contains("192.0.2.1", await File.ReadAllTextAsync(path + ".1"), StringComparison.Ordinal);
        Assert.Contains("192.0.2.2", await File.ReadAllTextAsync(path + ".2"), StringComparison.Ordinal);
        Assert.Contains("192.0.2.4", Assert.Single(await File.ReadAllLinesAsync(path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_cut_or_appended_to_goes_on_at_its_end()
    {
        string path = _folder.Of("events.txt");
        await using var output = new FileOutput(new FileOutputOptions { File = path, SingleKey = "source.ip" });
        await output.SendAsync([Sample("192.0.2.1")], default);
        await File.AppendAllTextAsync(path, "other\n");
        await output.SendAsync([Sample("192.0.2.2")], default);
        Assert.Equal("192.0.2.1\nother\n192.0.2.2\n", await File.ReadAllTextAsync(path));
        using (FileStream cut = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            cut.SetLength(0);
        await output.SendAsync([Sample("192.0.2.3")], default);
        Assert.Equal("192.0.2.3\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_failing_file_takes_the_whole_batch_back()
    {
        await File.WriteAllTextAsync(_folder.Of("a"), "before\n");
        Directory.CreateDirectory(_folder.Of("b"));
        await using var output = new FileOutput(new FileOutputOptions { File = _folder.Of("{event[extra.x]}"), FormatFilename = true });
        await Assert.ThrowsAnyAsync<IOException>(async () => await output.SendAsync([WithExtra("a"), WithExtra("b")], default));
        Assert.Equal("before\n", await File.ReadAllTextAsync(_folder.Of("a")));
    }

    [Fact]
    public async Task A_full_disk_is_an_IOException()
    {
        if (!File.Exists("/dev/full"))
            return;
        await using var output = new FileOutput(new FileOutputOptions { File = "/dev/full" });
        await Assert.ThrowsAnyAsync<IOException>(async () => await output.SendAsync([Sample("192.0.2.1")], default));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("/tmp/", false)]
    [InlineData("/tmp/{event[x}", true)]
    [InlineData("/tmp/{source.ip}", true)]
    [InlineData("/tmp/}", true)]
    [InlineData("/tmp/{", true)]
    [InlineData("/tmp/{event[source.ip]:>10}", true)]
    [InlineData("/tmp/{event[time.source]:%Q}", true)]
    [InlineData("/tmp/{event[source.ip]}/", true)]
    public void Complains_about_paths_that_cannot_be(string path, bool template)
        => Assert.Throws<BotConfigurationException>(() => new FileOutput(new FileOutputOptions { File = path, FormatFilename = template }));

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_said_at_start()
    {
        await using var output = new FileOutput(new FileOutputOptions { File = _folder.Path });
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await output.StartAsync(default));
    }

    private static async Task Send(FileOutputOptions options, params Event[] events)
    {
        await using var output = new FileOutput(options);
        await output.StartAsync(default);
        await output.SendAsync(events, default);
    }

    private static Event Sample(string address)
    {
        var sample = new Event();
        sample.Set("source.ip", address).ThrowIfRefused();
        sample.Set("classification.type", "scanner").ThrowIfRefused();
        sample.Set("extra.a.b", FieldValue.Number("1"u8)).ThrowIfRefused();
        sample.Set("raw", "raw").ThrowIfRefused();
        return sample;
    }

    private static Event WithExtra(string value)
    {
        var sample = new Event();
        sample.Set("extra.x", FieldValue.Text(Encoding.UTF8.GetBytes(value)));
        return sample;
    }
}
