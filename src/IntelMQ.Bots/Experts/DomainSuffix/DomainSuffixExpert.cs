using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DomainSuffixExpert"/>.</summary>
public sealed partial class DomainSuffixExpertOptions : BotOptions
{
    /// <summary><c>field</c>: <c>fqdn</c> or <c>reverse_dns</c>.</summary>
    [Required("give fqdn or reverse_dns")]
    [AllowedValues("fqdn", "reverse_dns")]
    public string Field { get; set; } = "";

    /// <summary><c>suffix_file</c>: the file, a public suffix list.</summary>
    [Required("name the file of a public suffix list")]
    [Reaches(Outside.File)]
    public string SuffixFile { get; set; } = "";
}

/// <summary>
/// Adds the public suffix of each side's name, such as co.uk, by the rules that ICANN's part of the public suffix list has. A name that no
/// rule fits leaves the event as it is.
/// </summary>
/// <remarks>A changed list is taken up within a minute.</remarks>
[Bot("intelmq.bots.experts.domain_suffix.expert", BotKind.Expert)]
public sealed partial class DomainSuffixExpert : Expert
{
    private readonly bool _isReverse;
    private readonly WatchedFile<PublicSuffixList> _list;

    /// <summary>Creates the expert.</summary>
    public DomainSuffixExpert(DomainSuffixExpertOptions options, BotServices services)
        : base(options, services)
    {
        _isReverse = options.Field == "reverse_dns";
        _list = new WatchedFile<PublicSuffixList>(options.SuffixFile, Read, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_list.Content.Count == 0)
            LogEmpty(Log);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        PublicSuffixList list = _list.Content;
        Process(message, Fields.Source, list);
        Process(message, Fields.Destination, list);
        return Verdict.Keep;
    }

    private void Process(Event message, EndpointFields side, PublicSuffixList list)
    {
        FieldValue name = message.Get(_isReverse ? side.ReverseDns : side.Fqdn);
        if (name.IsMissing)
            return;
        int length = list.SuffixLength(name.Utf8);
        if (length > 0)
            message.Set(side.DomainSuffix, FieldValue.Text(name.Utf8[^length..]));
    }

    private static PublicSuffixList Read(string path)
    {
        try
        {
            return PublicSuffixList.Parse(File.ReadLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"suffix_file is '{path}', which cannot be read: {exception.Message}"]);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The suffix list has no rules in its part of ICANN domains: no event will be changed.")]
    private static partial void LogEmpty(ILogger log);
}
