using System.Text;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>Takes scripts, styles and comments out of a page: they are no text, and their angle brackets no tags.</summary>
internal static class HtmlScripts
{
    public static string Remove(string page)
    {
        StringBuilder? text = null;
        int kept = 0;
        for (int at = 0; (at = page.IndexOf('<', at)) >= 0;)
        {
            ReadOnlySpan<char> rest = page.AsSpan(at);
            string? name = rest.StartsWith("<!--", StringComparison.Ordinal) ? "--" : IsTag(rest, "script") ? "script" : IsTag(rest, "style") ? "style" : null;
            if (name is null)
            {
                at++;
                continue;
            }

            text ??= new StringBuilder(page.Length);
            text.Append(page, kept, at - kept);
            int end = name == "--" ? page.IndexOf("-->", at + 4, StringComparison.Ordinal) : page.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase);
            if (end >= 0)
                end = page.IndexOf('>', end);
            if (end < 0)
                return text.ToString();
            at = kept = end + 1;
        }

        // Most pages of a feed have nothing of the kind.
        return text is null ? page : text.Append(page, kept, page.Length - kept).ToString();
    }

    private static bool IsTag(ReadOnlySpan<char> text, string name)
        => text.Length > name.Length + 1 && text[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiLetterOrDigit(text[name.Length + 1]);
}
