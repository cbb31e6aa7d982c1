using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Patterns of indicators: those of an event, and the values in those of others.</summary>
internal static partial class StixPattern
{
    private const int MaxComparisons = 10_000;

    private static readonly (string Path, string Field)[] Paths =
    [
        ("ipv4-addr:value", "source.ip"), ("ipv6-addr:value", "source.ip"), ("domain-name:value", "source.fqdn"), ("url:value", "source.url"),
        ("network-traffic:dst_ref.value", "source.ip"), ("email-addr:value", "source.account"), ("autonomous-system:number", "source.asn"),
        ("file:hashes.MD5", "malware.hash.md5"), ("file:hashes.'MD5'", "malware.hash.md5"), ("file:hashes.'SHA-1'", "malware.hash.sha1"), ("file:hashes.'SHA-256'", "malware.hash.sha256"),
    ];

    /// <summary>The pattern that finds what an event is about; <see langword="null"/> where it has nothing to be found by.</summary>
    public static string? Of(Event message)
    {
        var parts = new List<string>();
        if (message.Contains(Fields.Source.Ip))
            Add(message.Get(Fields.Source.Ip).ToString() is var ip && ip.Contains(':', StringComparison.Ordinal) ? "ipv6-addr:value" : "ipv4-addr:value", ip);
        Add("domain-name:value", message[Fields.Source.Fqdn]);
        Add("url:value", message[Fields.Source.Url]);
        Add("file:hashes.MD5", message[Fields.Malware.Hash.Md5]);
        Add("file:hashes.'SHA-1'", message[Fields.Malware.Hash.Sha1]);
        Add("file:hashes.'SHA-256'", message[Fields.Malware.Hash.Sha256]);
        return parts.Count == 0 ? null : string.Join(" OR ", parts);

        void Add(string path, string? value)
        {
            if (value is not null)
                parts.Add($"[{path} = '{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']");
        }
    }

    /// <summary>The fields of events in a pattern: what stands with AND is one event, what stands with OR are several.</summary>
    /// <returns>Not where the pattern compares by more than equality; then nothing of it is taken.</returns>
    public static bool TryRead(string pattern, out List<List<(string Field, string Value)>> events)
    {
        events = [[]];
        int count = 0;
        foreach (Match match in Token().Matches(pattern))
        {
            if (match.Groups["bad"].Success || ++count > MaxComparisons)
                return false;
            if (match.Groups["or"].Success)
            {
                events.Add([]);
                continue;
            }

            string path = match.Groups["path"].Value;
            string? field = Array.Find(Paths, known => known.Path.Equals(path, StringComparison.OrdinalIgnoreCase)).Field;
            if (path.Length > 0 && field is not null)
                events[^1].Add((field, Unescape(match.Groups["value"].Success ? match.Groups["value"].Value : match.Groups["number"].Value)));
        }

        events.RemoveAll(static found => found.Count == 0);
        return events.Count > 0;
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
            plain.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        return plain.ToString();
    }

    [GeneratedRegex("""(?<path>[a-z0-9-]+:[\w.]+(?:\.'[^']{1,40}')?)\s*=\s*(?:'(?<value>(?:[^'\\]|\\.)*)'|(?<number>[0-9]+))|'(?:[^'\\]|\\.)*'|(?<or>\bOR\b|\bFOLLOWEDBY\b)|(?<bad>\bNOT\b|!=|<|>|\bLIKE\b|\bMATCHES\b|\bISSUBSET\b|\bISSUPERSET\b|\bIN\b|')""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
