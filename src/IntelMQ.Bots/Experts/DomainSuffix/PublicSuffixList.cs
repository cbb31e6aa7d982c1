using System.Collections.Frozen;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>The rules of a public suffix list, ready to look up names in their ASCII form.</summary>
internal sealed class PublicSuffixList
{
    private const string Begin = "// ===BEGIN ICANN DOMAINS===";
    private const string End = "// ===END ICANN DOMAINS===";
    private const int MaxName = 255;

    private readonly FrozenDictionary<string, Kind>.AlternateLookup<ReadOnlySpan<char>> _rules;

    private PublicSuffixList(Dictionary<string, Kind> rules)
        => _rules = rules.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    [Flags]
    private enum Kind
    {
        /// <summary>Only names below are listed.</summary>
        Inner = 0,
        Rule = 1,
        Wildcard = 2,
        Exception = 4,
    }

    /// <summary>How many names the rules consist of.</summary>
    public int Count => _rules.Dictionary.Count;

    /// <summary>Reads the rules between the marks of ICANN's part; a name that cannot be encoded is passed over.</summary>
    public static PublicSuffixList Parse(IEnumerable<string> lines)
    {
        var rules = new Dictionary<string, Kind>(StringComparer.Ordinal);
        bool isInside = false;
        foreach (string line in lines)
        {
            string rule = line.Trim();
            if (rule is Begin or End)
                isInside = rule == Begin;
            else if (isInside && rule.Length > 0 && !rule.StartsWith("//", StringComparison.Ordinal))
                Add(rule, rules);
        }

        return new PublicSuffixList(rules);
    }

    /// <summary>
    /// Finds the public suffix: the longest rule that a name ends with. A top-level domain that the list knows only by names below is a
    /// suffix too; of any other the list says nothing.
    /// </summary>
    /// <param name="name">The name, ASCII.</param>
    /// <returns>The length of the suffix at the name's end; 0 for none.</returns>
    public int SuffixLength(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxName];
        if (name.Length > MaxName || Ascii.ToLower(name, text, out _) != System.Buffers.OperationStatus.Done)
            return 0;
        text = text[..name.Length];
        int best = 0;
        bool isBelowWildcard = false;
        for (int end = text.Length; end > 0;)
        {
            int start = text[..end].LastIndexOf('.') + 1;
            bool isListed = _rules.TryGetValue(text[start..], out Kind kind);
            if (isListed && kind.HasFlag(Kind.Exception))
                return text.Length - end - 1;
            if (isBelowWildcard || (isListed && (kind.HasFlag(Kind.Rule) || end == text.Length)))
                best = text.Length - start;
            if (!isListed)
                break;
            isBelowWildcard = kind.HasFlag(Kind.Wildcard);
            end = start - 1;
        }

        return best;
    }

    private static void Add(string rule, Dictionary<string, Kind> rules)
    {
        int blank = rule.AsSpan().IndexOfAny(' ', '\t');
        if (blank > 0)
            rule = rule[..blank];
        Kind kind = rule switch { ['!', ..] => Kind.Exception, ['*', '.', ..] => Kind.Wildcard, _ => Kind.Rule };
        string name = kind switch { Kind.Exception => rule[1..], Kind.Wildcard => rule[2..], _ => rule };
        var ascii = new Utf8Buffer();
        if (!Idna2003.TryToAscii(Encoding.UTF8.GetBytes(name), ascii) || ascii.Length is 0 or > MaxName)
            return;
        name = Encoding.ASCII.GetString(ascii.WrittenSpan).ToLowerInvariant();
        rules[name] = rules.GetValueOrDefault(name) | kind;
        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
            rules.TryAdd(name[(dot + 1)..], Kind.Inner);
    }
}
