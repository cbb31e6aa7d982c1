using System.Collections.Frozen;
using System.Globalization;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="RecordedFutureIpRiskExpert"/>.</summary>
public sealed partial class RecordedFutureIpRiskExpertOptions : BotOptions
{
    /// <summary><c>database</c>: the file, Recorded Future's risk list of addresses as CSV.</summary>
    [Reaches(Outside.File)]
    public string Database { get; set; } = "/opt/intelmq/var/lib/bots/recordedfuture_iprisk/rfiprisk.dat";

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>api_token</c>: the key to fetch the list with. Not needed to use it.</summary>
    public Secret? ApiToken { get; set; }
}

/// <summary>
/// Adds the risk of each side's address, 0 to 100, as <c>extra.rf_iprisk.source</c> and <c>extra.rf_iprisk.destination</c>; addresses that
/// are not in the list get 0.
/// </summary>
/// <remarks>A changed list is taken up within a minute.</remarks>
[Bot("intelmq.bots.experts.recordedfuture_iprisk.expert", BotKind.Expert, Summary = "Adds the risk of addresses from Recorded Future's list.")]
public sealed partial class RecordedFutureIpRiskExpert : Expert
{
    private readonly bool _overwrite;
    private readonly WatchedFile<FrozenDictionary<IpAddressValue, long>> _risks;
    private readonly NamedField _source = new("extra.rf_iprisk.source");
    private readonly NamedField _destination = new("extra.rf_iprisk.destination");

    /// <summary>Creates the expert.</summary>
    public RecordedFutureIpRiskExpert(RecordedFutureIpRiskExpertOptions options, BotServices services)
        : base(options, services)
    {
        _overwrite = options.Overwrite;
        _risks = new WatchedFile<FrozenDictionary<IpAddressValue, long>>(options.Database, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _risks.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        FrozenDictionary<IpAddressValue, long> risks = _risks.Content;
        Process(message, Fields.Source, _source, risks);
        Process(message, Fields.Destination, _destination, risks);
        return Verdict.Keep;
    }

    private void Process(Event message, EndpointFields side, NamedField target, FrozenDictionary<IpAddressValue, long> risks)
    {
        FieldValue ip = message.Get(side.Ip);
        if (ip.IsMissing || target.KeyIn(message) is not { } key)
            return;
        long risk = IpAddressValue.TryParse(ip.Utf8, out IpAddressValue address) ? risks.GetValueOrDefault(address) : 0;
        Span<byte> digits = stackalloc byte[20];
        risk.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
        if (_overwrite)
            message.Set(key, FieldValue.Number(digits[..written]));
        else
            message.SetIfAbsent(key, FieldValue.Number(digits[..written]));
    }

    private static FrozenDictionary<IpAddressValue, long> Read(string path)
    {
        try
        {
            using StreamReader reader = File.OpenText(path);
            return Read(reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"database is '{path}', which cannot be used: {exception.Message}"]);
        }
    }

    private static FrozenDictionary<IpAddressValue, long> Read(TextReader reader)
    {
        var risks = new Dictionary<IpAddressValue, long>();
        (int Name, int Risk)? columns = null;
        foreach (List<string> row in CsvText.Rows(reader))
        {
            if (columns is not { } at)
            {
                columns = at = (row.IndexOf("Name"), row.IndexOf("Risk"));
                if (at.Name < 0 || at.Risk < 0)
                    throw new FormatException("its first line must name the columns Name and Risk.");
                continue;
            }

            if (row.Count <= Math.Max(at.Name, at.Risk) || !long.TryParse(row[at.Risk].AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long risk))
                throw new FormatException($"the risk of '{row.ElementAtOrDefault(at.Name)}' is no whole number.");
            if (IpAddressValue.TryParse(row[at.Name], out IpAddressValue address))
                risks[address] = risk;
        }

        return risks.ToFrozenDictionary();
    }
}
