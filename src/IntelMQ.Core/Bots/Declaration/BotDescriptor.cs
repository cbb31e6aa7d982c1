using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IntelMQ.Bots;

/// <summary>What is known of a bot without making one: its module, its parameters, how it is made. Static; nothing is scanned.</summary>
public sealed class BotDescriptor
{
    private readonly Func<BotOptions, BotServices, Bot> _factory;
    private readonly Func<BotOptions> _newOptions;

    private BotDescriptor(string module, BotKind kind, string summary, Type botType, JsonTypeInfo optionsInfo, Func<BotOptions> newOptions, Func<BotOptions, BotServices, Bot> factory)
    {
        Module = module;
        Kind = kind;
        Summary = summary;
        BotType = botType;
        OptionsInfo = optionsInfo;
        _newOptions = newOptions;
        _factory = factory;
    }

    /// <summary>IntelMQ's module path, such as <c>intelmq.bots.experts.taxonomy.expert</c>.</summary>
    public string Module { get; }

    /// <summary>What the bot does.</summary>
    public BotKind Kind { get; }

    /// <summary>What the bot does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>The bot's class.</summary>
    public Type BotType { get; }

    /// <summary>Whether the feed is gone; the parser stays for old reports.</summary>
    public bool IsRetired { get; init; }

    /// <summary>The parameters: the serializer's metadata of the options class.</summary>
    public JsonTypeInfo OptionsInfo { get; }

    /// <summary>Describes a bot.</summary>
    /// <typeparam name="TBot">The bot's class.</typeparam>
    /// <typeparam name="TOptions">The class of its parameters.</typeparam>
    /// <param name="module">IntelMQ's module path.</param>
    /// <param name="kind">What the bot does.</param>
    /// <param name="summary">What the bot does, in a sentence.</param>
    /// <param name="optionsInfo">From a source-generated context whose names are in snake case.</param>
    /// <param name="factory">Makes the bot; throws <see cref="BotConfigurationException"/> for parameters it cannot use.</param>
    public static BotDescriptor For<TBot, TOptions>(string module, BotKind kind, string summary, JsonTypeInfo<TOptions> optionsInfo, Func<TOptions, BotServices, TBot> factory)
        where TBot : Bot
        where TOptions : BotOptions, new()
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentNullException.ThrowIfNull(factory);
        return new BotDescriptor(module, kind, summary, typeof(TBot), optionsInfo, static () => new TOptions(), (options, services) => factory((TOptions)options, services));
    }

    /// <summary>Makes the bot with parameters set in code.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    public Bot Create(BotOptions options, BotServices services) => _factory(options, services);

    /// <summary>Makes the bot with parameters in IntelMQ's names.</summary>
    /// <param name="parameters">A JSON object; absent parameters keep their defaults.</param>
    /// <param name="source">Whether unknown parameters are errors, and whether text may stand for numbers and booleans.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="warnings">Takes complaints that do not stop the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    public Bot Create(JsonElement parameters, ParameterSource source, BotServices services, ICollection<string> warnings)
        => Create(ReadOptions(parameters, source, warnings), services);

    /// <summary>Reads and checks parameters in IntelMQ's names.</summary>
    /// <inheritdoc cref="Create(JsonElement, ParameterSource, BotServices, ICollection{string})"/>
    public BotOptions ReadOptions(JsonElement parameters, ParameterSource source, ICollection<string> warnings)
    {
        BotOptions options = _newOptions();
        var complaints = new List<string>();
        OptionsReader.Fill(options, OptionsInfo, parameters, source, complaints, warnings);
        if (complaints.Count == 0)
            options.Validate(complaints);
        if (complaints.Count > 0)
            throw new BotConfigurationException(Module, complaints);
        return options;
    }

    /// <summary>The same bot, marked as one whose feed is gone.</summary>
    public BotDescriptor AsRetired() => new(Module, Kind, Summary, BotType, OptionsInfo, _newOptions, _factory) { IsRetired = true };

    /// <inheritdoc/>
    public override string ToString() => Module;
}
