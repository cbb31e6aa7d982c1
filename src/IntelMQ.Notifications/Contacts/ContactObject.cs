using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Notifications.Contacts;

/// <summary>What a contact is responsible for: a name with those below it, a network, an autonomous system, or a country.</summary>
public sealed record ContactObject
{
    private const int MaxName = 253;

    private ContactObject(ContactObjectKind kind, string text) => (Kind, Text) = (kind, text);

    /// <summary>What it is.</summary>
    public ContactObjectKind Kind { get; }

    /// <summary>Its one form: <c>example.com</c>, <c>192.0.2.0/24</c>, <c>AS64496</c>, <c>AT</c>.</summary>
    public string Text { get; }

    /// <summary>The network; the default value where it is none.</summary>
    public IpNetworkValue Network { get; private init; }

    /// <summary>The number of the autonomous system; 0 where it is none.</summary>
    public long Asn { get; private init; }

    /// <summary>
    /// Reads <c>192.0.2.0/24</c> or an address, <c>AS64496</c>, two letters of a country, or a name with a dot (<c>example.com</c>; beyond ASCII
    /// it is written as IDNA 2003 does). Letters may be small or large.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ContactObject? value)
    {
        value = null;
        string trimmed = (text ?? "").Trim();
        if (trimmed.Length is 0 or > MaxName)
            return false;
        if (IpNetworkValue.TryParse(trimmed.AsSpan(), HostBits.Cleared, out IpNetworkValue network))
            value = Of(network);
        else if (trimmed.StartsWith("AS", StringComparison.OrdinalIgnoreCase) && uint.TryParse(trimmed.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out uint asn) && asn > 0)
            value = OfAs(asn);
        else if (trimmed.Length == 2 && trimmed.All(char.IsAsciiLetter))
            value = new ContactObject(ContactObjectKind.Country, trimmed.ToUpperInvariant());
        else if (NameOf(trimmed) is { } name)
            value = new ContactObject(ContactObjectKind.Name, name);
        return value is not null;
    }

    /// <summary>A network.</summary>
    public static ContactObject Of(IpNetworkValue network) => new(ContactObjectKind.Network, network.ToString()) { Network = network };

    /// <summary>An autonomous system.</summary>
    /// <param name="asn">Its number, from 1 to 4294967295.</param>
    public static ContactObject OfAs(long asn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(asn, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asn, uint.MaxValue);
        return new ContactObject(ContactObjectKind.As, string.Create(CultureInfo.InvariantCulture, $"AS{asn}")) { Asn = asn };
    }

    /// <summary>Whether it holds what is asked about.</summary>
    public bool IsAbout(ContactQuestion question) => Kind switch
    {
        ContactObjectKind.Network => Network.Contains(question.Address),
        ContactObjectKind.As => question.Asn == Asn,
        ContactObjectKind.Country => string.Equals(question.Country, Text, StringComparison.OrdinalIgnoreCase),
        _ => question.Name is { } name && IsBelow(name, Text),
    };

    /// <inheritdoc/>
    public override string ToString() => Text;

    // Names are compared without case and whole labels at a time: badexample.com is not below example.com.
    private static bool IsBelow(string name, string domain)
    {
        ReadOnlySpan<char> rest = name.AsSpan().TrimEnd('.');
        return rest.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (rest.Length == domain.Length || rest[^(domain.Length + 1)] == '.');
    }

    private static string? NameOf(string text)
    {
        string name = text.TrimEnd('.');
        if (!Ascii.IsValid(name))
        {
            var ascii = new Utf8Buffer(MaxName);
            if (!Idna2003.TryToAscii(Encoding.UTF8.GetBytes(name), ascii))
                return null;
            name = Encoding.ASCII.GetString(ascii.WrittenSpan);
        }

        string[] labels = name.Split('.');
        return labels.Length > 1 && Array.TrueForAll(labels, static label => label.Length is > 0 and < 64 && label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            ? name.ToLowerInvariant()
            : null;
    }
}
