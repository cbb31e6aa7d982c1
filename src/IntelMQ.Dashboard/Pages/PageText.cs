using IntelMQ.Text;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What comes from feeds, as it is shown: control characters and marks of direction as escapes, and not longer than a page bears.</summary>
internal static class PageText
{
    private const int Longest = 300;

    public static string Shown(string text) => Printable.Of(text.Length > Longest ? text[..Longest] + "…" : text);
}
