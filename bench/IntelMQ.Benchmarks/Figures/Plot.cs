namespace IntelMQ.Benchmarks.Figures;

/// <summary>Lines through measured points.</summary>
/// <param name="Name">The file's name, without its end.</param>
/// <param name="Title">What is shown.</param>
/// <param name="X">The horizontal axis; its ticks are the points' own values.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The lines.</param>
internal sealed record Plot(string Name, string Title, PlotAxis X, PlotAxis Y, params IReadOnlyList<PlotSeries> Series);

/// <summary>An axis.</summary>
/// <param name="Label">What is on it, with the unit.</param>
/// <param name="IsLog">Whether equal distances are equal ratios; values are then above 0.</param>
internal sealed record PlotAxis(string Label, bool IsLog = false);

/// <summary>A line.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record PlotSeries(string Label, IReadOnlyList<(double X, double Y)> Points);
