using System.Runtime.CompilerServices;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Schemas;

namespace IntelMQ.Formats.Tests;

/// <summary>Holds the pages of the formats to their tables; <c>INTELMQ_ACCEPT=1</c> writes them.</summary>
public sealed class FormatPagesTests
{
    [Fact]
    public void The_pages_are_those_of_the_tables()
    {
        string folder = Path.Combine(Folder(), "..", "..", "docs", "formats");
        Dictionary<string, string> pages = TestedFormats.All.ToDictionary(static format => format.Name + ".md", FormatPage.Of, StringComparer.Ordinal);
        pages.Add("README.md", FormatPage.Index(TestedFormats.All));
        if (Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (string file in Directory.EnumerateFiles(folder))
                File.Delete(file);
            foreach ((string page, string text) in pages)
                File.WriteAllText(Path.Combine(folder, page), text);
            return;
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.True(File.ReadAllText(Path.Combine(folder, page.Key)).ReplaceLineEndings("\n") == page.Value, $"docs/formats/{page.Key} is stale; run this test with INTELMQ_ACCEPT=1."));
    }

    [Fact]
    public void Rows_name_fields_that_there_are()
    {
        string[] others = ["", "all", "fields of one's own", "extra"];
        Assert.All(TestedFormats.All.SelectMany(static format => format.Rows).SelectMany(static row => row.Field.Split(", ")), field => Assert.True(others.Contains(field) || Schema.Default.TryGetKey(field, out _), field));
    }

    [Fact]
    public void Each_format_has_a_name_of_its_own()
        => Assert.Distinct(TestedFormats.All.Select(static format => format.Name));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
