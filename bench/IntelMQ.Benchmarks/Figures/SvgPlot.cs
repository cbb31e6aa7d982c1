using System.Globalization;
using System.Security;
using System.Text;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>
/// Draws a <see cref="Plot"/> as SVG. There is no background, and all colours have enough contrast on white and on black; lines differ in
/// their marks too, so that nobody needs to tell colours apart.
/// </summary>
internal static class SvgPlot
{
    private const double Width = 720;
    private const double Height = 400;
    private const double Left = 76;
    private const double Right = 24;
    private const double Top = 72;
    private const double Bottom = 56;
    private const string Ink = "#7a828c";

    private static readonly string[] Colors = ["#2f7fe0", "#d2691e", "#2c9a5b", "#a268d8", "#c9518a", "#8a7f1e"];

    /// <summary>The drawing, as the text of a file.</summary>
    public static string Draw(Plot plot)
    {
        (double X, double Y)[] points = [.. plot.Series.SelectMany(static series => series.Points)];
        if (points.Length == 0)
            throw new ArgumentException("The plot has no points.", nameof(plot));
        var x = PlotScale.OverValues(points.Select(static point => point.X), plot.X.IsLog);
        var y = PlotScale.Even(points.Select(static point => point.Y), plot.Y.IsLog);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"{Ink}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(plot.Title)}</title>\n");
        Text(svg, Left, 24, "start", plot.Title, "font-size=\"16\" font-weight=\"600\"");
        Grid(svg, x, y);
        Text(svg, (Left + Width - Right) / 2, Height - 14, "middle", plot.X.Label + Suffix(plot.X));
        Text(svg, 18, (Top + Height - Bottom) / 2, "middle", plot.Y.Label + Suffix(plot.Y), string.Create(CultureInfo.InvariantCulture, $"transform=\"rotate(-90 18 {(Top + Height - Bottom) / 2})\""));
        double legend = Left;
        for (int i = 0; i < plot.Series.Count; i++)
        {
            Line(svg, plot.Series[i], x, y, i);
            Mark(svg, legend + 6, 48, i);
            Text(svg, legend + 18, 52, "start", plot.Series[i].Label);
            legend += 40 + (plot.Series[i].Label.Length * 7);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, PlotScale x, PlotScale y)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<g stroke=\"{Ink}\" stroke-opacity=\"0.3\">\n");
        foreach (double tick in y.Ticks)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {AtY(y, tick):0.#}H{Width - Right}\"/>\n");
        foreach (double tick in x.Ticks)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{AtX(x, tick):0.#} {Top}V{Height - Bottom}\"/>\n");
        svg.Append("</g>\n");
        foreach (double tick in y.Ticks)
            Text(svg, Left - 8, AtY(y, tick) + 4, "end", PlotScale.Label(tick));
        foreach (double tick in x.Ticks)
            Text(svg, AtX(x, tick), Height - Bottom + 18, "middle", PlotScale.Label(tick));
    }

    private static void Line(StringBuilder svg, PlotSeries series, PlotScale x, PlotScale y, int number)
    {
        string points = string.Join(' ', series.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{AtX(x, point.X):0.#},{AtY(y, point.Y):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Color(number)}\" stroke-width=\"2\"/>\n");
        foreach ((double pointX, double pointY) in series.Points)
            Mark(svg, AtX(x, pointX), AtY(y, pointY), number);
    }

    private static void Mark(StringBuilder svg, double x, double y, int number)
    {
        string shape = (number % 4) switch
        {
            0 => "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
            1 => "m-4 -4h8v8h-8z",
            2 => "m0 -5l5 9h-10z",
            _ => "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        };
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.#} {y:0.#}{shape}\" fill=\"{Color(number)}\"/>\n");
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "")
        => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{(more.Length > 0 ? " " + more : "")}>{Escape(text)}</text>\n");

    private static double AtX(PlotScale scale, double value) => Left + (scale.Place(value) * (Width - Left - Right));

    private static double AtY(PlotScale scale, double value) => Height - Bottom - (scale.Place(value) * (Height - Top - Bottom));

    private static string Suffix(PlotAxis axis) => axis.IsLog ? " (log)" : "";

    private static string Color(int number) => Colors[number % Colors.Length];

    private static string Escape(string text) => SecurityElement.Escape(text);
}
