using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="Url2FqdnExpert"/>.</summary>
public sealed partial class Url2FqdnExpertOptions : BotOptions
{
    /// <summary><c>overwrite</c>: whether what stands in <c>fqdn</c> or <c>ip</c> already is replaced.</summary>
    public bool Overwrite { get; set; }
}

/// <summary>Takes the host of the URL of each side: into <c>fqdn</c> where it is a name, into <c>ip</c> where it is an address.</summary>
/// <remarks>IntelMQ has deprecated the bot in favour of <c>intelmq.bots.experts.url.expert</c>.</remarks>
[Bot("intelmq.bots.experts.url2fqdn.expert", BotKind.Expert, Summary = "Takes the host name or address out of URLs (deprecated: use the URL expert).")]
public sealed partial class Url2FqdnExpert : Expert
{
    private readonly bool _overwrite;

    /// <summary>Creates the expert.</summary>
    public Url2FqdnExpert(Url2FqdnExpertOptions options, BotServices services)
        : base(options, services)
    {
        _overwrite = options.Overwrite;
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        LogDeprecated(Log);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Process(message, Fields.Source);
        Process(message, Fields.Destination);
        return Verdict.Keep;
    }

    private void Process(Event message, EndpointFields side)
    {
        FieldValue url = message.Get(side.Url);
        if (url.IsMissing || (!_overwrite && message.Contains(side.Fqdn)) || !UrlParts.TrySplit(url.Utf8, out UrlParts parts))
            return;
        var host = FieldValue.Text(parts.Host);
        if (host.IsIgnored)
            return;
        if (parts.TryGetAddress(out IpAddressValue address))
            Put(message, side.Ip, FieldValue.Text(Encoding.UTF8.GetBytes(address.ToString())));
        else
            Put(message, side.Fqdn, host);
    }

    private void Put(Event message, Field field, FieldValue host)
    {
        if (_overwrite)
            message.Set(field, host);
        else
            message.SetIfAbsent(field, host);
    }

    [LoggerMessage(1, LogLevel.Warning, "This bot is deprecated: use the bot intelmq.bots.experts.url.expert instead.")]
    private static partial void LogDeprecated(ILogger log);
}
