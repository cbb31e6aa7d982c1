using System.Text.Json.Serialization;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="Rfc1918Expert"/>.</summary>
public sealed class Rfc1918ExpertOptions : BotOptions
{
    /// <summary>
    /// <c>fields</c>: the fields that are looked at, in their order; the end of the name says how: <c>.ip</c>, <c>.fqdn</c>, <c>.url</c>
    /// or <c>.asn</c>.
    /// </summary>
    public TextList Fields { get; set; } = ["destination.ip", "source.ip", "source.url"];

    /// <summary><c>policy</c>: for each field whether to remove it (<c>del</c>) or to end the event (<c>drop</c>).</summary>
    public TextList Policy { get; set; } = ["del", "drop", "drop"];

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
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
/// Removes fields, or ends events, that hold what cannot be an incident's host: addresses for private use and documentation (RFC 1918
/// and others), names for examples, the AS numbers of documentation.
/// </summary>
/// <remarks>Of a URL its host is looked at, whatever its port and case. After a removal the other fields are looked at too.</remarks>
public sealed class Rfc1918Expert : Expert
{
    private readonly Rule[] _rules;

    /// <summary>Creates the expert.</summary>
    public Rfc1918Expert(Rfc1918ExpertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(Rfc1918Expert));
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

    internal static BotDescriptor Descriptor => BotDescriptor.For<Rfc1918Expert, Rfc1918ExpertOptions>(
        "intelmq.bots.experts.rfc1918.expert",
        BotKind.Expert,
        "Removes private and documentation addresses, names and AS numbers, or ends events that hold them.",
        Rfc1918Json.Default.Rfc1918ExpertOptions,
        static (options, _) => new Rfc1918Expert(options));

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

    private static bool IsSpecial(FieldValue value, Kind kind) => kind switch
    {
        Kind.Asn => value.TryGetInt64(out long number) && SpecialPurpose.IsAsn(number),
        Kind.Address => IpAddressValue.TryParse(value.Utf8, out IpAddressValue address) && SpecialPurpose.IsAddress(address),
        Kind.Name => SpecialPurpose.IsName(value.Utf8),
        _ => UrlParts.TrySplit(value.Utf8, out UrlParts parts) && IsHost(parts.Host),
    };

    private static bool IsHost(ReadOnlySpan<byte> host)
        => IpAddressValue.TryParse(host, out IpAddressValue address) ? SpecialPurpose.IsAddress(address) : SpecialPurpose.IsName(host);

    private sealed record Rule(NamedField Field, Kind Kind, bool Drops);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Rfc1918ExpertOptions))]
internal sealed partial class Rfc1918Json : JsonSerializerContext;
