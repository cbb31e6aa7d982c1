using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Lookups;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="AsnLookupExpert"/>.</summary>
public sealed partial class AsnLookupExpertOptions : BotOptions
{
    /// <summary>
    /// <c>database</c>: the file in pyasn's format: a network, a tab and an AS number a line; packed with gzip where its name ends with
    /// <c>.gz</c>.
    /// </summary>
    [Required("name the file of networks and AS numbers, in pyasn's format")]
    [Reaches(Outside.File)]
    public string Database { get; set; } = "";
}

/// <summary>Sets AS number and network of the address of each side from a table of announced networks; what is there is replaced.</summary>
/// <remarks>
/// Of a set (<c>{64496,64497}</c>, <c>64496_64497</c>) the first number counts. AS 0 says that a network is not routed: its addresses get
/// nothing, also where a wider network has a number. A row for all addresses is passed over, and so is one without a number. An address of
/// IPv4 in IPv6 (<c>::ffff:192.0.2.1</c>) is looked up as the one within it. A changed file is taken up within a minute.
/// </remarks>
[Bot("intelmq.bots.experts.asn_lookup.expert", BotKind.Expert)]
public sealed partial class AsnLookupExpert : Expert
{
    private readonly WatchedFile<NetworkTable<uint>> _table;

    /// <summary>Creates the expert.</summary>
    public AsnLookupExpert(AsnLookupExpertOptions options, BotServices services)
        : base(options, services)
    {
        _table = new WatchedFile<NetworkTable<uint>>(options.Database, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _table.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        NetworkTable<uint> table = _table.Content;
        LookUp(message, Fields.Source, table);
        LookUp(message, Fields.Destination, table);
        return Verdict.Keep;
    }

    private static void LookUp(Event message, EndpointFields side, NetworkTable<uint> table)
    {
        FieldValue ip = message.Get(side.Ip);
        if (ip.IsMissing || !IpAddressValue.TryParse(ip.Utf8, out IpAddressValue address)
            || !table.TryGetLongest(address.Unmapped(), out uint asn, out IpNetworkValue network) || asn == 0)
        {
            return;
        }

        message.Set(side.Asn, asn);
        Span<byte> text = stackalloc byte[IpNetworkValue.MaxTextLength];
        if (network.TryFormat(text, out int written))
            message.Set(side.Network, FieldValue.Text(text[..written]));
    }

    private static NetworkTable<uint> Read(string path)
    {
        try
        {
            using Stream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(content, Encoding.UTF8);
            var builder = new NetworkTableBuilder<uint>();
            int number = 0;
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (line.Length > 0 && line[0] is not (';' or '#') && !TryAdd(line, builder))
                    throw new FormatException($"line {number} is not a network, a tab and an AS number.");
            }

            return builder.Build();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"database is '{path}', which cannot be used: {exception.Message}"]);
        }
    }

    private static bool TryAdd(ReadOnlySpan<char> line, NetworkTableBuilder<uint> builder)
    {
        int tab = line.IndexOf('\t');
        if (tab < 0 || !line[..tab].Contains('/') || !IpNetworkValue.TryParse(line[..tab], HostBits.Cleared, out IpNetworkValue network))
            return false;
        // What follows the number is of no concern.
        ReadOnlySpan<char> digits = line[(tab + 1)..].TrimStart(" \t{");
        if (digits.StartsWith("AS", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        bool isNumber = uint.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out uint asn);
        // A default route says nothing of whom an address belongs to.
        if (isNumber && network.PrefixLength > 0)
            builder.Add(network, asn);
        return isNumber || digits.Trim().IsEmpty;
    }
}
