using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Appends the names of events to a response policy zone, each with and without <c>www.</c> in front. An empty file begins with the zone's
/// head. Events without <c>source.fqdn</c> add nothing.
/// </summary>
[Bot("intelmq.bots.outputs.rpz_file.output", BotKind.Output, Summary = "Appends the names of events to a response policy zone.")]
public sealed partial class RpzFileOutput : LineFileOutput
{
    private readonly RpzFileOutputOptions _options;

    /// <inheritdoc cref="RpzFileOutput(RpzFileOutputOptions)"/>
    public RpzFileOutput(RpzFileOutputOptions options, BotServices services)
        : base(options, services) => _options = options;

    /// <inheritdoc/>
    protected override void AppendHead(string path, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (FileBeginning.Read(path, 1).Length > 0)
            return;
        RpzFileOutputOptions o = _options;
        DateTimeOffset now = Services.Time.GetUtcNow();
        string serial = o.Serial ?? now.ToString("yyMMddHHmm", CultureInfo.InvariantCulture);
        string head = string.Create(CultureInfo.InvariantCulture, $"""
            $TTL {o.Ttl}
            @ SOA {o.RpzDomain}. {o.HostmasterRpzDomain}. {serial} {o.Refresh} {o.Retry} {o.Expire} {o.Ncachttl}
             NS localhost.
            ;
            ; {o.OrganizationName} Response Policy Zones (RPZ)
            ; Last updated: {now:yyyy-MM-dd HH:mm:ss} (UTC)
            ;
            ; Terms Of Use: https://{o.RpzDomain}
            ; For questions please contact {o.RpzEmail}
            ;

            """);
        output.Append(head.ReplaceLineEndings("\n").AsSpan());
        if (o.TestDomain.Length > 0)
            output.Append($"{o.TestDomain} {o.DnsRecordType} {o.Cname}\n".AsSpan());
    }

    /// <inheritdoc/>
    protected override void Append(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        FieldValue value = message["source.fqdn"];
        if (value.Kind != FieldValueKind.Text)
            return;
        ReadOnlySpan<byte> name = value.Utf8.StartsWith("www."u8) ? value.Utf8[4..] : value.Utf8;
        AppendRecord(default, name, output);
        AppendRecord("www."u8, name, output);
    }

    private void AppendRecord(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, Utf8Buffer output)
    {
        output.Append(prefix);
        output.Append(name);
        output.Append($" {_options.DnsRecordType} {_options.Cname}\n".AsSpan());
    }
}
