using System.Text;

namespace IntelMQ.Hosting.Dumps;

/// <summary>What reasons of failures have in common, so that a thousand of one kind are told as one.</summary>
public static class DumpReason
{
    private const int MaxLength = 160;

    /// <summary>A reason without what changes from failure to failure: numbers are <c>#</c>, what stands in quotes is <c>…</c>.</summary>
    public static string Pattern(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var pattern = new StringBuilder(Math.Min(reason.Length, MaxLength));
        for (int i = 0; i < reason.Length && pattern.Length < MaxLength; i++)
        {
            char c = reason[i];
            int close = c is '\'' or '"' && (i == 0 || !char.IsLetterOrDigit(reason[i - 1])) ? reason.IndexOf(c, i + 1) : -1;
            if (close > 0)
            {
                pattern.Append(c).Append('…').Append(c);
                i = close;
            }
            else if (!char.IsAsciiDigit(c))
            {
                pattern.Append(c);
            }
            else if (pattern.Length == 0 || pattern[^1] != '#')
            {
                pattern.Append('#');
            }
        }

        return pattern.ToString();
    }
}
