using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Intake;

/// <summary>Whether a file's name ends as asked for, with a shell's wildcards <c>*</c>, <c>?</c>, <c>[abc]</c> and <c>[!abc]</c>.</summary>
public sealed class FileNamePattern
{
    private readonly string _postfix;
    private readonly Regex? _pattern;

    /// <summary>Reads a pattern; what is no wildcard stands for itself.</summary>
    /// <param name="postfix">How names end; empty for all names.</param>
    public FileNamePattern(string postfix)
    {
        ArgumentNullException.ThrowIfNull(postfix);
        _postfix = postfix;
        if (postfix.AsSpan().IndexOfAny('*', '?', '[') >= 0)
            _pattern = new Regex(Translate(postfix), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>Whether a name ends as asked for.</summary>
    public bool Matches(string name) => _pattern?.IsMatch(name) ?? name.EndsWith(_postfix, StringComparison.Ordinal);

    private static string Translate(string postfix)
    {
        var pattern = new StringBuilder();
        for (int i = 0; i < postfix.Length; i++)
        {
            char c = postfix[i];
            int end = c == '[' ? postfix.IndexOf(']', Math.Min(postfix.Length, postfix.AsSpan(i).StartsWith("[!") ? i + 3 : i + 2)) : -1;
            if (c == '*')
            {
                pattern.Append(".*");
            }
            else if (c == '?')
            {
                pattern.Append('.');
            }
            else if (end > 0)
            {
                AppendSet(postfix[(i + 1)..end], pattern);
                i = end;
            }
            else
            {
                pattern.Append(Regex.Escape(c.ToString()));
            }
        }

        return pattern.Append("\\z").ToString();
    }

    // A range that runs backwards matches nothing, and must not be an error of the expression.
    private static void AppendSet(string set, StringBuilder pattern)
    {
        bool negated = set[0] == '!';
        set = negated ? set[1..] : set;
        var members = new StringBuilder();
        for (int i = 0; i < set.Length; i++)
        {
            bool range = i + 2 < set.Length && set[i + 1] == '-';
            if (range && set[i] <= set[i + 2])
                members.Append(Escaped(set[i])).Append('-').Append(Escaped(set[i + 2]));
            else if (!range)
                members.Append(Escaped(set[i]));
            if (range)
                i += 2;
        }

        if (members.Length == 0)
            pattern.Append(negated ? "." : "[^\\s\\S]");
        else
            pattern.Append(negated ? "[^" : "[").Append(members).Append(']');
    }

    private static string Escaped(char c) => $"\\u{(int)c:X4}";
}
