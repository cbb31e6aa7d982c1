using System.Text.Json.Serialization;
using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DomainSuffixExpert"/>.</summary>
public sealed class DomainSuffixExpertOptions : BotOptions
{
    /// <summary><c>field</c>: <c>fqdn</c> or <c>reverse_dns</c>.</summary>
    public string Field { get; set; } = "";

    /// <summary><c>suffix_file</c>: the file, a public suffix list.</summary>
    public string SuffixFile { get; set; } = "";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (Field is not ("fqdn" or "reverse_dns"))
            complaints.Add($"field is '{Field}', but must be fqdn or reverse_dns.");
        if (string.IsNullOrEmpty(SuffixFile))
            complaints.Add("suffix_file is missing: name the file of a public suffix list.");
    }
}

/// <summary>
/// Adds the public suffix of each side's name, such as co.uk, by the rules that ICANN's part of the public suffix list has. A name that no
/// rule fits leaves the event as it is.
/// </summary>
/// <remarks>A changed list is taken up within a minute.</remarks>
public sealed partial class DomainSuffixExpert : Expert
{
    private readonly bool _isReverse;
    private readonly WatchedFile<PublicSuffixList> _list;

    /// <summary>Creates the expert.</summary>
    public DomainSuffixExpert(DomainSuffixExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public DomainSuffixExpert(DomainSuffixExpertOptions options, BotServices services)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(Descriptor.Module);
        _isReverse = options.Field == "reverse_dns";
        _list = new WatchedFile<PublicSuffixList>(options.SuffixFile, Read, services.Time, () => Log);
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<DomainSuffixExpert, DomainSuffixExpertOptions>(
        "intelmq.bots.experts.domain_suffix.expert",
        BotKind.Expert,
        "Adds the public suffix of names, such as co.uk.",
        DomainSuffixJson.Default.DomainSuffixExpertOptions,
        static (options, services) => new DomainSuffixExpert(options, services));

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DomainSuffixExpertOptions))]
internal sealed partial class DomainSuffixJson : JsonSerializerContext;
