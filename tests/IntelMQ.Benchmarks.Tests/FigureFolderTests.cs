using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Tests;

public sealed class FigureFolderTests
{
    [Fact]
    public void Writes_data_plot_and_the_block_between_the_markers()
    {
        string docs = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(docs, "performance.md"), "Before\n\n<!-- sample: begin -->\nold\n<!-- sample: end -->\n\nAfter\n");
        var table = new FigureTable("x");
        table.Add(1);
        var figure = new Figure("sample", table, new Plot("sample-plot", "A plot", new PlotAxis("x"), new PlotAxis("y"), new PlotSeries("s", [(1, 1)])));

        new FigureFolder(docs).Write(figure, "A machine");
        new FigureFolder(docs).Write(figure, "Another machine");

        Assert.Equal(
            "Before\n\n<!-- sample: begin -->\n| x |\n| ---: |\n| 1 |\n\n![A plot](plots/sample-plot.svg)\n\n*Another machine*\n<!-- sample: end -->\n\nAfter\n",
            File.ReadAllText(Path.Combine(docs, "performance.md")));
        Assert.Equal("x\n1\n", File.ReadAllText(Path.Combine(docs, "performance-data", "sample.tsv")));
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(docs, "plots", "sample-plot.svg")), StringComparison.Ordinal);
        Directory.Delete(docs, recursive: true);
    }

    [Theory]
    [InlineData("no markers")]
    [InlineData("<!-- sample: begin -->\nno end")]
    [InlineData("<!-- sample: end -->\n<!-- sample: begin -->\n")]
    public void A_page_without_a_place_is_refused(string page)
        => Assert.Contains("'sample'", Assert.Throws<InvalidOperationException>(() => FigureFolder.Replace(page, "sample", "x")).Message, StringComparison.Ordinal);
}
