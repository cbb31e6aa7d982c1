using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class CsvOutputTests : IDisposable
{
    private const string Head = "source.ip,comment\n";

    private readonly TempFolder _folder = new();

    private string File => _folder.Of("events.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_has_its_header_once_and_a_row_for_each_event()
    {
        for (int run = 0; run < 2; run++)
            await WriteAsync(static _ => { }, """{"source.ip": "192.0.2.1", "comment": "a"}""", """{"source.ip": "192.0.2.2"}""", """{"extra.a": 1}""");
        const string Rows = "192.0.2.1,a\n192.0.2.2,\n,\n";
        Assert.Equal(Head + Rows + Rows, await System.IO.File.ReadAllTextAsync(File));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("two\r\nlines", "two\\r\\nlines")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a\u001bb\u007f", "a\\u001bb\\u007f")]
    [InlineData("end ", "\"end \"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("=HYPERLINK(\"http://a.example.com\",\"x\")", "\"'=HYPERLINK(\"\"http://a.example.com\"\",\"\"x\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\\r=1\"")]
    [InlineData("\n=1", "\"'\\n=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\uFF1D1", "\"'\uFF1D1\"")]
    [InlineData("\uFF0B1", "\"'\uFF0B1\"")]
    [InlineData("\uFF0D1", "\"'\uFF0D1\"")]
    [InlineData("\uFF201", "\"'\uFF201\"")]
    [InlineData("1=1", "1=1")]
    [InlineData("\uFF01", "\uFF01")]
    public async Task A_cell_is_one_line_and_no_formula(string text, string cell)
    {
        var message = new Event();
        // Texts of extra keep their spaces.
        message.Set("extra.note", text).ThrowIfRefused();
        await using (var output = new CsvOutput(Options(static options => options.Fields = ["source.ip", "extra.note"])))
            await output.SendAsync([message], default);
        Assert.Equal($"source.ip,extra.note\n,{cell}\n", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Numbers_are_no_formulas_and_other_values_are_json()
    {
        await WriteAsync(
            static options => options.Fields = ["extra.n", "extra.b", "extra.l", "extra", "source.geolocation.longitude"],
            """{"extra.n": -5, "extra.b": true, "extra.l": ["=1"], "source.geolocation.longitude": -1.5}""");
        string row = (await System.IO.File.ReadAllLinesAsync(File))[1];
        Assert.StartsWith("-5,true,\"[\"\"=1\"\"]\",\"{", row, StringComparison.Ordinal);
        Assert.EndsWith(",-1.5", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delimiter_header_protection_and_byte_order_mark_are_chosen()
    {
        await WriteAsync(
            static options => (options.Delimiter, options.Header, options.FormulaProtection, options.ByteOrderMark) = (";", false, false, true),
            """{"source.ip": "192.0.2.1", "comment": "=a;b"}""");
        Assert.Equal("\uFEFF192.0.2.1;\"=a;b\"\n"u8.ToArray(), await System.IO.File.ReadAllBytesAsync(File));
    }

    [Theory]
    [InlineData("", Head)]
    [InlineData("source.i", Head)]
    [InlineData(Head, Head)]
    [InlineData(Head + "192.0.2.9,whole\n192.0.", Head + "192.0.2.9,whole\n")]
    [InlineData(Head + "192.0.2.9,\"half\nof\" a row", Head + "192.0.2.9,\"half\n")]
    public async Task Half_a_row_of_a_killed_write_is_cut_off(string before, string kept)
    {
        await System.IO.File.WriteAllTextAsync(File, before);
        await WriteAsync(static _ => { }, """{"source.ip": "192.0.2.1"}""");
        Assert.Equal($"{kept}192.0.2.1,\n", await System.IO.File.ReadAllTextAsync(File));
    }

    [Theory]
    [InlineData("source.ip,other\n192.0.2.9,a\n")]
    [InlineData("not a table")]
    public async Task A_file_with_another_header_is_left_alone(string before)
    {
        await System.IO.File.WriteAllTextAsync(File, before);
        await using var output = new CsvOutput(Options(static _ => { }));
        Assert.Contains("another header", (await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => output.SendAsync([Events.Of("""{"comment": "a"}""")], default).AsTask());
        Assert.Equal(before, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_made_again_with_its_header()
    {
        await using var output = new CsvOutput(Options(static _ => { }));
        await output.StartAsync(default);
        await output.SendAsync([Events.Of("""{"comment": "a"}""")], default);
        System.IO.File.Move(File, _folder.Of("events.csv.1"));
        await output.SendAsync([Events.Of("""{"comment": "b"}""")], default);
        Assert.Equal($"{Head},a\n", await System.IO.File.ReadAllTextAsync(_folder.Of("events.csv.1")));
        Assert.Equal($"{Head},b\n", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task A_file_for_each_day_has_its_own_header()
    {
        await using var output = new CsvOutput(Options(options => (options.File, options.FormatFilename) = (_folder.Of("{event[time.source]:%Y-%m-%d}.csv"), true)));
        await output.StartAsync(default);
        await output.SendAsync([Events.Of("""{"time.source": "2026-01-02T03:04:05+00:00", "comment": "a"}"""), Events.Of("""{"time.source": "2026-01-03T03:04:05+00:00", "comment": "b"}""")], default);
        Assert.Equal($"{Head},a\n", await System.IO.File.ReadAllTextAsync(_folder.Of("2026-01-02.csv")));
        Assert.Equal($"{Head},b\n", await System.IO.File.ReadAllTextAsync(_folder.Of("2026-01-03.csv")));
    }

    [Fact]
    public async Task Several_outputs_of_one_file_write_one_header_and_tear_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            await using var output = new CsvOutput(Options(static options => options.FlushToDisk = false));
            await output.StartAsync(default);
            for (int i = 0; i < 50; i++)
                await output.SendAsync([Events.Of($$"""{"comment": "{{number}}-{{i}}"}""")], default);
        })));
        string[] lines = await System.IO.File.ReadAllLinesAsync(File);
        Assert.Equal(Head.TrimEnd(), lines[0]);
        Assert.Equal(200, lines.Skip(1).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(201, lines.Length);
    }

    [Fact]
    public void Whatever_the_texts_are_the_table_reads_back_as_it_was_written()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var message = new Event();
            if (message.Set("comment", text.Get).IsRefused)
                return true;
            System.IO.File.Delete(File);
            using (var output = new Disposing(new CsvOutput(Options(static options => (options.FormulaProtection, options.FlushToDisk) = (false, false)))))
                output.Output.SendAsync([message, message], default).AsTask().Wait();
            string row = $",{Shown(message["comment"].ToString())}";
            return System.IO.File.ReadAllText(File).Split('\n').Skip(1).Select(ReadRow).SequenceEqual([row, row, ""]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_field_that_the_schema_lacks_is_refused()
    {
        await using var output = new CsvOutput(Options(static options => options.Fields = ["source.ipp"]));
        Assert.Contains("'source.ipp'", (await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Events.Of("""{"comment": "a"}""")], default).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_must_be_named_and_once()
    {
        Assert.Contains("fields is empty", Assert.Throws<BotConfigurationException>(() => new CsvOutput(Options(static options => options.Fields = []))).Message, StringComparison.Ordinal);
        Assert.Contains("comment more than once", Assert.Throws<BotConfigurationException>(() => new CsvOutput(Options(static options => options.Fields = ["comment", "comment"]))).Message, StringComparison.Ordinal);
    }

    // A row of RFC 4180 with the quotes taken off; what is not one is shown as it is.
    private static string ReadRow(string row)
    {
        string[] parts = row.Split('"');
        var text = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.Length; i++)
            text.Append(i % 2 == 0 && parts[i].Length == 0 && i < parts.Length - 1 ? "\"" : parts[i]);
        return parts.Length % 2 == 1 ? text.ToString() : $"not closed: {row}";
    }

    private static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (char c in text)
            shown.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\t", < ' ' or '\u007f' => $"\\u{(int)c:x4}", _ => c.ToString() });
        return shown.ToString();
    }

    private CsvOutputOptions Options(Action<CsvOutputOptions> change)
    {
        var options = new CsvOutputOptions { File = File, Fields = ["source.ip", "comment"] };
        change(options);
        return options;
    }

    private async Task WriteAsync(Action<CsvOutputOptions> change, params string[] events)
    {
        await using var output = new CsvOutput(Options(change));
        await output.StartAsync(default);
        await output.SendAsync([.. events.Select(Events.Of)], default);
    }

    private sealed class Disposing(CsvOutput output) : IDisposable
    {
        public CsvOutput Output => output;

        public void Dispose() => output.DisposeAsync().AsTask().Wait();
    }
}
