using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="Rfc1918Expert"/>.</summary>
public sealed partial class Rfc1918ExpertOptions : BotOptions
{
    /// <summary>
    /// <c>fields</c>: the fields that are looked at, in their order; the end of the name says how: <c>.ip</c>, <c>.fqdn</c>, <c>.url</c>
    /// or <c>.asn</c>.
    /// </summary>
    public TextList Fields { get; set; } = ["destination.ip", "source.ip", "source.url"];

    /// <summary><c>policy</c>: for each field whether to remove it (<c>del</c>) or to end the event (<c>drop</c>).</summary>
    public TextList Policy { get; set; } = ["del", "drop", "drop"];

    /// <summary>
    /// <c>reserved</c>: what counts as reserved: <c>iana</c>, IANA's registries of special-purpose addresses, names and AS numbers; or
    /// <c>intelmq</c>, the shorter lists that IntelMQ has. The parameter is this project's own.
    /// </summary>
    public string Reserved { get; set; } = "iana";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Rfc1918Expert.Normalize(Reserved) is not ("iana" or "intelmq"))
            complaints.Add($"reserved is '{Reserved}', but must be iana or intelmq.");
        if (Fields.Count != Policy.Count)
        {
            complaints.Add($"fields names {Fields.Count} and policy {Policy.Count}: give one policy for each field.");
            return;
        }

        for (int i = 0; i < Policy.Count; i++)
        {
            if (Fields[i].Length > 0 && Rfc1918Expert.Normalize(Policy[i]) is not ("del" or "drop"))
                complaints.Add($"policy is '{Policy[i]}' for {Fields[i]}, but must be del or drop.");
        }
    }
}

/// <summary>
/// Removes fields, or ends events, that hold what cannot be an incident's host: addresses for private use, documentation and the like (RFC
/// 1918 and others), reserved names, AS numbers that belong to nobody.
/// </summary>
/// <remarks>Of a URL its host is looked at, whatever its port and case. After a removal the other fields are looked at too.</remarks>
[Bot("intelmq.bots.experts.rfc1918.expert", BotKind.Expert, Summary = "Removes private, documentation and other reserved addresses, names and AS numbers, or ends events that hold them.")]
public sealed partial class Rfc1918Expert : Expert
{
    private readonly Rule[] _rules;
    private readonly ReservedLists _lists;

    /// <summary>Creates the expert.</summary>
    public Rfc1918Expert(Rfc1918ExpertOptions options, BotServices services)
        : base(options, services)
    {
        _lists = Normalize(options.Reserved) == "intelmq" ? ReservedLists.IntelMQ : ReservedLists.Iana;
        var rules = new List<Rule>();
        for (int i = 0; i < options.Fields.Count; i++)
        {
            string name = Normalize(options.Fields[i]);
            if (KindOf(name) is { } kind)
                rules.Add(new Rule(new NamedField(name), kind, Normalize(options.Policy[i]) == "drop"));
        }

        _rules = [.. rules];
    }

    private enum Kind
    {
        Address,
        Name,
        Url,
        Asn,
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (Rule rule in _rules)
        {
            if (rule.Field.KeyIn(message) is not { } key)
                continue;
            FieldValue value = message[key];
            if (value.IsMissing || !IsSpecial(value, rule.Kind))
                continue;
            if (rule.Drops)
                return Verdict.Drop;
            message.Remove(key);
        }

        return Verdict.Keep;
    }

    internal static string Normalize(string text) => text.Trim().ToLowerInvariant();

    private static Kind? KindOf(string field)
    {
        string end = field[(field.LastIndexOf('.') + 1)..];
        return field.Contains('.', StringComparison.Ordinal) ? end switch
        {
            "ip" => Kind.Address,
            "fqdn" => Kind.Name,
            "url" => Kind.Url,
            "asn" => Kind.Asn,
            _ => null,
        } : null;
    }

    private bool IsSpecial(FieldValue value, Kind kind) => kind switch
    {
        Kind.Asn => value.TryGetInt64(out long number) && _lists.IsAsn(number),
        Kind.Address => IpAddressValue.TryParse(value.Utf8, out IpAddressValue address) && _lists.IsAddress(address),
        Kind.Name => _lists.IsName(value.Utf8),
        _ => UrlParts.TrySplit(value.Utf8, out UrlParts parts)
            && (parts.TryGetAddress(out IpAddressValue host) ? _lists.IsAddress(host) : _lists.IsName(parts.Host)),
    };

    private sealed record Rule(NamedField Field, Kind Kind, bool Drops);
}
