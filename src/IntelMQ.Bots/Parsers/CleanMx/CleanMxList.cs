using System.Collections.Frozen;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.CleanMx;

/// <summary>One of CleanMX' lists: what its elements become.</summary>
internal sealed class CleanMxList
{
    private const string Ignored = "";
    private const string Extra = "extra";

    private static readonly string[] IgnoredNames = ["line", "firsttime", "last", "lasttime"];

    private static readonly string[] ExtraNames = ["id", "response", "review", "inetnum", "netname", "descr", "ns1", "ns2", "ns3", "ns4", "ns5"];

    private static readonly (string Name, Field Field)[] CommonFields =
    [
        ("first", Fields.Time.Source),
        ("url", Fields.Source.Url),
        ("recent", Fields.Status),
        ("ip", Fields.Source.Ip),
        ("domain", Fields.Source.Fqdn),
        ("country", Fields.Source.Geolocation.Cc),
        ("email", Fields.Source.AbuseContact),
    ];

    private static readonly CleanMxList Phishing = new(
        ClassificationType.Phishing,
        ["phishtank"],
        [("target", Fields.EventDescription.Target), ("source", Fields.Source.Registry)]);

    private static readonly CleanMxList Viruses = new(
        ClassificationType.MalwareDistribution,
        ["sub", "scanner", "source", "virustotal", "vt_score", "vt_info"],
        [("virusname", Fields.Malware.Name), ("as", Fields.Source.Asn), ("md5", Fields.Malware.Hash.Md5)]);

    private readonly string _type;
    private readonly FrozenDictionary<string, string> _targets;

    private CleanMxList(string type, string[] extra, (string Name, Field Field)[] fields)
    {
        _type = type;
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in IgnoredNames)
            targets.Add(name, Ignored);
        foreach (string name in (IEnumerable<string>)[.. ExtraNames, .. extra])
            targets.Add(name, Extra);
        foreach ((string name, Field field) in (IEnumerable<(string, Field)>)[.. CommonFields, .. fields])
            targets.Add(name, field.Name);
        _targets = targets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The list that a URL names; <see langword="null"/> for none.</summary>
    public static CleanMxList? Of(string url)
        => url.Contains("xmlphishing", StringComparison.Ordinal) ? Phishing
            : url.Contains("xmlviruses", StringComparison.Ordinal) ? Viruses
            : null;

    public void Fill(EventDraft draft, IReadOnlyList<(string Name, string Text)> children)
    {
        var extra = new ExtraMap();
        bool isKnown = children.Count == 0;
        foreach ((string name, string text) in children)
        {
            isKnown |= _targets.ContainsKey(name);
            if (text.Length == 0 || text == "undef")
                continue;
            if (!_targets.TryGetValue(name, out string? target))
                draft.Keep(name, text);
            else if (target == Extra)
                extra.Add(name, text);
            else if (target != Ignored)
                Add(draft, target, text);
            if (draft.IsBroken)
                return;
        }

        if (!isKnown)
            draft.Fail(null, "has no element that is known");
        extra.Store(draft);
        draft.Add(Fields.Classification.Type, _type);
    }

    private static void Add(EventDraft draft, string target, string text)
    {
        FieldValue value = FieldValue.Text(Encoding.UTF8.GetBytes(text));
        if (target == Fields.Source.Fqdn.Name && IsValid(HarmonizationTypes.IPAddress, value))
            return;
        if (target == Fields.Source.Ip.Name && IsValid(HarmonizationTypes.FQDN, value))
            return;
        if (target == Fields.Time.Source.Name)
            draft.AddSeconds(Fields.Time.Source, value);
        else if (target == Fields.Source.Asn.Name)
            AddAsn(draft, text.ToUpperInvariant());
        else if (target == Fields.Status.Name)
            draft.AddDetail(target, FieldValue.Text(Encoding.UTF8.GetBytes(text switch { "down" => "offline", "up" => "online", _ => text })), "state");
        else
            draft.Add(target, value, target);
    }

    private static bool IsValid(HarmonizationType type, FieldValue value) => type.Convert(value, new Utf8Buffer()).IsValid;

    private static void AddAsn(EventDraft draft, string text)
    {
        if (text.StartsWith("ASNA", StringComparison.Ordinal))
            return;
        foreach (string piece in text.Split(','))
        {
            if (!piece.StartsWith("AS", StringComparison.Ordinal))
                continue;
            draft.AddDetail(Fields.Source.Asn, piece[2..], "as");
            return;
        }

        draft.AddDetail(Fields.Source.Asn, text, "as");
    }
}
