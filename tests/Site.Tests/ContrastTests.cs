using System.Globalization;
using System.Text.RegularExpressions;

namespace IntelMQ.Site.Tests;

/// <summary>Text can be told from what is behind it in both themes: 4.5 to 1, as WCAG 2.2 asks for at level AA.</summary>
public sealed partial class ContrastTests
{
    private static readonly string[] Texts = ["ink", "soft", "accent", "comment", "string", "keyword", "type", "number"];

    [Theory]
    [InlineData("paper")]
    [InlineData("raised")]
    [InlineData("accent-soft")]
    public void Text_stands_out(string background)
    {
        Dictionary<string, string>[] themes = [.. Theme().Matches(File.ReadAllText(Repository.PathOf("tools/IntelMQ.Site/assets/site.css"))).Select(static theme
            => Color().Matches(theme.Value).ToDictionary(static color => color.Groups[1].Value, static color => color.Groups[2].Value, StringComparer.Ordinal))];

        // Light, dark by choice, and dark by the system's setting.
        Assert.Equal(3, themes.Length);
        Assert.Equal(themes[1], themes[2]);
        Assert.All(themes, theme => Assert.All(Texts.Where(text => background != "accent-soft" || text is "ink" or "accent"), text
            => Assert.True(Contrast(theme[text], theme[background]) >= 4.5, $"{text} {theme[text]} on {background} {theme[background]}: {Contrast(theme[text], theme[background]):0.00}")));
        Assert.All(themes, static theme => Assert.True(Contrast(theme["ink"], theme["mark"]) >= 4.5));
    }

    private static double Contrast(string one, string other)
    {
        double[] lights = [Luminance(one), Luminance(other)];
        return (lights.Max() + 0.05) / (lights.Min() + 0.05);
    }

    private static double Luminance(string color)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(i => int.Parse(color.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(static part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(@":root[^{]*\{[^}]*--paper[^}]*\}")]
    private static partial Regex Theme();

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Color();
}
