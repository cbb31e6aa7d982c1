using System.Collections.Frozen;
using System.Text;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DomainValidExpert"/>.</summary>
public sealed partial class DomainValidExpertOptions : BotOptions
{
    /// <summary><c>domain_field</c>: the field that is checked.</summary>
    public FieldName DomainField { get; set; } = "source.fqdn";

    /// <summary><c>tlds_domains_list</c>: the file of top-level domains, one a line, as IANA publishes it (tlds-alpha-by-domain.txt).</summary>
    [Reaches(Outside.File)]
    public string TldsDomainsList { get; set; } = "/opt/intelmq/var/lib/bots/domain_valid/tlds-alpha-by-domain.txt";
}

/// <summary>
/// Ends events whose domain name is not one that can be registered: not of the form of a host name, or below no top-level domain of the
/// list. Events without the field end too, as in IntelMQ.
/// </summary>
[Bot("intelmq.bots.experts.domain_valid.expert", BotKind.Expert)]
public sealed partial class DomainValidExpert : Expert
{
    private const int MaxLabel = 63;

    private readonly NamedField _field;
    private readonly WatchedFile<FrozenSet<string>> _list;

    [ThreadStatic]
    private static Utf8Buffer? _ascii;

    /// <summary>Creates the expert.</summary>
    public DomainValidExpert(DomainValidExpertOptions options, BotServices services)
        : base(options, services)
    {
        _field = new NamedField(options.DomainField.Name);
        _list = new WatchedFile<FrozenSet<string>>(options.TldsDomainsList, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _list.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _field.TextIn(message, out FieldValue value) is not null && IsHostName(value.Utf8) && IsBelowListed(value.Utf8) ? Verdict.Keep : Verdict.Drop;
    }

    private static FrozenSet<string> Read(string path)
        => LineFile.Read(path, Descriptor.Module, "tlds_domains_list").Select(static line => line.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    private bool IsBelowListed(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> top = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (top.Length > MaxLabel)
            return false;
        Span<char> chars = stackalloc char[MaxLabel];
        return _list.Content.GetAlternateLookup<ReadOnlySpan<char>>().Contains(chars[..Encoding.UTF8.GetChars(top, chars)]);
    }

    // At least two labels of letters, digits and inner hyphens; the last has two characters at least and ends with a letter.
    private static bool IsHostName(ReadOnlySpan<byte> name)
    {
        if (!Ascii.IsValid(name))
        {
            Utf8Buffer ascii = _ascii ??= new Utf8Buffer();
            ascii.Clear();
            if (!Idna2003.TryToAscii(name, ascii))
                return false;
            name = ascii.WrittenSpan;
        }

        int dot = name.LastIndexOf((byte)'.');
        if (dot < 0 || !IsLabel(name[(dot + 1)..]) || name.Length - dot - 1 < 2 || !char.IsAsciiLetter((char)name[^1]))
            return false;
        ReadOnlySpan<byte> rest = name[..dot];
        while (rest.IndexOf((byte)'.') is >= 0 and var at)
        {
            if (!IsLabel(rest[..at]))
                return false;
            rest = rest[(at + 1)..];
        }

        return IsLabel(rest);
    }

    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == (byte)'-' || label[^1] == (byte)'-')
            return false;
        foreach (byte value in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value != (byte)'-')
                return false;
        }

        return true;
    }
}
