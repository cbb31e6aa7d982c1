using System.Globalization;
using System.Xml.Linq;
using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Tests;

public sealed class SvgPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_plot_is_well_formed_and_says_all_that_it_was_given()
    {
        XElement root = XElement.Parse(SvgPlot.Draw(Sample()));

        string[] texts = [.. root.Elements(Svg + "text").Select(static text => text.Value)];
        Assert.Superset(new HashSet<string>(["Cost < 5 & more", "events (log)", "ns per event", "product", "floor", "10k", "1M"]), texts.ToHashSet());
        Assert.Equal("Cost < 5 & more", root.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void A_line_has_its_points_inside_the_drawing_and_larger_values_above()
    {
        XElement root = XElement.Parse(SvgPlot.Draw(Sample()));

        XElement[] lines = [.. root.Elements(Svg + "polyline")];
        Assert.Equal(2, lines.Length);
        double[][] points = [.. lines[0].Attribute("points")!.Value.Split(' ').Select(static point => point.Split(',').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(2, points.Length);
        Assert.All(points, static point =>
        {
            Assert.InRange(point[0], 0, 720);
            Assert.InRange(point[1], 0, 400);
        });
        Assert.True(points[0][0] < points[1][0]);
        Assert.True(points[0][1] > points[1][1]);
    }

    [Fact]
    public void Numbers_are_the_same_in_every_culture()
    {
        string expected = SvgPlot.Draw(Sample());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, SvgPlot.Draw(Sample()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_plot_without_points_is_refused()
        => Assert.Throws<ArgumentException>(static () => SvgPlot.Draw(new Plot("a", "b", new PlotAxis("x"), new PlotAxis("y"), new PlotSeries("none", []))));

    private static Plot Sample() => new(
        "sample",
        "Cost < 5 & more",
        new PlotAxis("events", IsLog: true),
        new PlotAxis("ns per event"),
        new PlotSeries("product", [(10_000, 1500.5), (1_000_000, 2700)]),
        new PlotSeries("floor", [(10_000, 1000), (1_000_000, 1000)]));
}
