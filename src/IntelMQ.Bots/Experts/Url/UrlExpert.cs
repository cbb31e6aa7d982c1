using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="UrlExpert"/>.</summary>
public sealed partial class UrlExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>skip_fields</c>: full names of fields that are left alone, as list or with commas.</summary>
    public FieldList? SkipFields { get; set; }
}

/// <summary>
/// Takes the URL of each side apart: host (<c>ip</c> or <c>fqdn</c>), <c>port</c>, <c>urlpath</c>, <c>account</c>, and the protocols.
/// </summary>
/// <remarks>
/// The protocols are those of the source's URL; the destination's count where the source has none. <c>https</c> is the application
/// <c>http</c>, without a transport, as IntelMQ has it. A port that is none is passed over.
/// </remarks>
[Bot("intelmq.bots.experts.url.expert", BotKind.Expert)]
public sealed partial class UrlExpert : Expert
{
    private readonly bool _overwrite;
    private readonly HashSet<string> _skipped;

    [ThreadStatic]
    private static Utf8Buffer? _host;

    /// <summary>Creates the expert.</summary>
    public UrlExpert(UrlExpertOptions options, BotServices services)
        : base(options, services)
    {
        _overwrite = options.Overwrite;
        _skipped = new HashSet<string>(options.SkipFields?.Names ?? [], StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        bool hasProtocol = Process(message, Fields.Source, withProtocol: true);
        Process(message, Fields.Destination, withProtocol: !hasProtocol);
        return Verdict.Keep;
    }

    private bool Process(Event message, EndpointFields side, bool withProtocol)
    {
        FieldValue url = message.Get(side.Url);
        if (url.IsMissing || !UrlParts.TrySplit(url.Utf8, out UrlParts parts))
            return false;
        (int port, string? transport) = Known(parts.Scheme);
        PutHost(message, side, parts);
        if (parts.TryGetPort(out int? given) && (given is > 0 ? given.Value : port) is > 0 and var number)
            Put(message, side.Port, number);
        Put(message, side.UrlPath, FieldValue.Text(parts.PathWithoutParameters));
        Put(message, side.Account, FieldValue.Text(parts.UserName));
        if (!withProtocol || parts.Scheme.IsEmpty)
            return false;
        Put(message, Fields.Protocol.Application, FieldValue.Text(parts.Scheme.SequenceEqual("https"u8) ? "http"u8 : parts.Scheme));
        if (transport is not null)
            Put(message, Fields.Protocol.Transport, FieldValue.Text(transport == "tcp" ? "tcp"u8 : "udp"u8));
        return true;
    }

    private void PutHost(Event message, EndpointFields side, UrlParts parts)
    {
        Utf8Buffer text = _host ??= new Utf8Buffer();
        text.Clear();
        bool isAddress = parts.TryGetAddress(out IpAddressValue address);
        if (isAddress)
            address.Format(text);
        else
            text.Append(parts.Host);
        // 0.0.0.0 is neither address nor name.
        if (!isAddress || address.Bits != 0 || address.IsIPv6)
            Put(message, isAddress ? side.Ip : side.Fqdn, FieldValue.Text(text.WrittenSpan));
    }

    private void Put(Event message, Field field, FieldValue value)
    {
        // What is empty leaves the field as it is; an ignored value would remove it.
        if (value.IsIgnored || _skipped.Contains(field.Name))
            return;
        if (_overwrite)
            message.Set(field, value);
        else
            message.SetIfAbsent(field, value);
    }

    private void Put(Event message, Field<long> field, long value)
    {
        if (_skipped.Contains(field.Name))
            return;
        if (_overwrite)
            message.Set(field, value);
        else
            message.SetIfAbsent(field, value);
    }

    private static (int Port, string? Transport) Known(ReadOnlySpan<byte> scheme)
        => scheme.SequenceEqual("http"u8) ? (80, "tcp")
        : scheme.SequenceEqual("https"u8) ? (443, null)
        : scheme.SequenceEqual("ftp"u8) ? (21, "tcp")
        : scheme.SequenceEqual("sftp"u8) || scheme.SequenceEqual("ssh"u8) ? (22, "tcp")
        : scheme.SequenceEqual("tftp"u8) ? (69, "udp")
        : scheme.SequenceEqual("ws"u8) ? (80, "tcp")
        : scheme.SequenceEqual("wss"u8) ? (443, "tcp")
        : (0, null);
}
