using System.Text;

namespace IntelMQ.Intake;

/// <summary>
/// A URL with times in it, as IntelMQ writes it: <c>https://example.com/{time[%Y-%m-%d]}.csv</c>, with the codes of <c>strftime</c> in the
/// C locale; two braces stand for one.
/// </summary>
public sealed class UrlTemplate
{
    private readonly List<(string Text, bool IsTime)> _parts;

    private UrlTemplate(List<(string, bool)> parts) => _parts = parts;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="complaint">What is wrong with it, where nothing is returned.</param>
    public static UrlTemplate? Parse(string text, out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(text);
        complaint = null;
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
                continue;
            }

            int end = text.IndexOf("]}", i, StringComparison.Ordinal);
            if (c == '}' || end < 0 || !text.AsSpan(i).StartsWith("{time["))
            {
                complaint = c == '}' ? "a '}' has no '{'" : "a '{' does not begin {time[FORMAT]}; write '{{' for the character itself";
                return null;
            }

            string format = text[(i + 6)..end];
            if (StrfTime.Check(format) is { } wrong)
            {
                complaint = $"'%{wrong}' is not a part of a time that can be written";
                return null;
            }

            parts.Add((literal.ToString(), false));
            literal.Clear();
            parts.Add((format, true));
            i = end + 1;
        }

        parts.Add((literal.ToString(), false));
        return new UrlTemplate(parts);
    }

    /// <summary>The URL at a time.</summary>
    /// <param name="time">The local time.</param>
    public string At(DateTimeOffset time)
    {
        var url = new StringBuilder();
        foreach ((string text, bool isTime) in _parts)
        {
            if (isTime)
                StrfTime.Append(text, time, url);
            else
                url.Append(text);
        }

        return url.ToString();
    }
}
