using IntelMQ.Text;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What comes from feeds, as it is shown: control characters and marks of direction as escapes, and not longer than a page bears.</summary>
public static class PageText
{
    private const int Longest = 300;

    /// <summary>The text as it is shown, cut after 300 characters. It goes into a <c>bdi</c>, so that its direction is its own.</summary>
    public static string Shown(string text) => Printable.Of(text.Length > Longest ? text[..Longest] + "…" : text);
}
