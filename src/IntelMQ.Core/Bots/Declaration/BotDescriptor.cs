using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>What is known of a bot without making one: its module, its parameters, how it is made. Static; nothing is scanned.</summary>
public sealed class BotDescriptor
{
    private readonly Func<BotOptions, BotServices, Bot> _factory;
    private readonly Func<BotOptions> _newOptions;

    private BotDescriptor(string module, BotKind kind, string summary, Type botType, Func<BotOptions> newOptions, Func<BotOptions, BotServices, Bot> factory)
    {
        Module = module;
        Kind = kind;
        Summary = summary;
        BotType = botType;
        _newOptions = newOptions;
        _factory = factory;
        ParameterTable = newOptions().GetParameters();
    }

    /// <summary>IntelMQ's module path, such as <c>intelmq.bots.experts.taxonomy.expert</c>.</summary>
    public string Module { get; }

    /// <summary>Other module paths under which the bot is found.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>What the bot does.</summary>
    public BotKind Kind { get; }

    /// <summary>What the bot does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>The bot's class.</summary>
    public Type BotType { get; }

    /// <summary>Whether the feed is gone; the parser stays for old reports.</summary>
    public bool IsRetired { get; private init; }

    /// <summary>The parameters: those that its kind of bots shares first.</summary>
    public IReadOnlyList<ParameterDescriptor> Parameters => ParameterTable.All;

    private ParameterTable ParameterTable { get; }

    /// <summary>Describes a bot; what the generator's code calls.</summary>
    /// <typeparam name="TBot">The bot's class.</typeparam>
    /// <typeparam name="TOptions">The class of its parameters.</typeparam>
    /// <param name="module">IntelMQ's module path.</param>
    /// <param name="kind">What the bot does.</param>
    /// <param name="summary">What the bot does, in a sentence.</param>
    /// <param name="factory">Makes the bot; throws <see cref="BotConfigurationException"/> for parameters it cannot use.</param>
    public static BotDescriptor For<TBot, TOptions>(string module, BotKind kind, string summary, Func<TOptions, BotServices, TBot> factory)
        where TBot : Bot
        where TOptions : BotOptions, new()
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentNullException.ThrowIfNull(factory);
        return new BotDescriptor(module, kind, summary, typeof(TBot), static () => new TOptions(), (options, services) => factory((TOptions)options, services));
    }

    /// <summary>The same bot with other paths, and marked as one whose feed is gone.</summary>
    /// <param name="aliases">Other module paths under which it is found.</param>
    /// <param name="isRetired">Whether its feed is gone.</param>
    public BotDescriptor With(IReadOnlyList<string> aliases, bool isRetired)
        => new(Module, Kind, Summary, BotType, _newOptions, _factory) { Aliases = aliases, IsRetired = isRetired };

    /// <summary>Options with all defaults, of the class that <see cref="Create(BotOptions, BotServices)"/> takes.</summary>
    public BotOptions NewOptions() => _newOptions();

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
    {
        ArgumentNullException.ThrowIfNull(services);
        return Create(ReadOptions(parameters, new ParameterReading(source, services.Secrets), warnings), services);
    }

    /// <summary>Reads and checks parameters in IntelMQ's names; secrets are those of the system.</summary>
    /// <inheritdoc cref="Create(JsonElement, ParameterSource, BotServices, ICollection{string})"/>
    public BotOptions ReadOptions(JsonElement parameters, ParameterSource source, ICollection<string> warnings)
        => ReadOptions(parameters, new ParameterReading(source, SystemSecrets.Instance), warnings);

    /// <summary>Reads and checks parameters in IntelMQ's names.</summary>
    /// <param name="parameters">A JSON object; absent parameters keep their defaults.</param>
    /// <param name="reading">How strictly to read, and where secrets are.</param>
    /// <param name="warnings">Takes complaints that do not stop the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    public BotOptions ReadOptions(JsonElement parameters, ParameterReading reading, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(warnings);
        BotOptions options = _newOptions();
        var complaints = new List<string>();
        ParameterTable.Read(options, parameters, reading, complaints, warnings);
        if (complaints.Count > 0)
            throw new BotConfigurationException(Module, complaints);
        return options;
    }

    /// <summary>Writes options as the JSON object that they are read from: what differs from the defaults, of secrets the references alone.</summary>
    /// <param name="options">Options of this bot.</param>
    /// <param name="writer">Takes the object.</param>
    public void WriteOptions(BotOptions options, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        ParameterTable.Write(writer, options, _newOptions());
    }

    /// <summary>The JSON schema (draft 2020-12) of the bot's parameters, for editors and forms.</summary>
    public string ToJsonSchema()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema"u8, "https://json-schema.org/draft/2020-12/schema"u8);
            writer.WriteString("title"u8, Module);
            writer.WriteString("description"u8, Summary);
            writer.WriteString("type"u8, "object"u8);
            WriteProperties(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => Module;

    private void WriteProperties(Utf8JsonWriter writer)
    {
        BotOptions defaults = _newOptions();
        writer.WriteStartObject("properties"u8);
        foreach (ParameterDescriptor parameter in Parameters)
        {
            writer.WritePropertyName(parameter.Name);
            parameter.WriteSchema(writer, defaults);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required"u8);
        foreach (ParameterDescriptor parameter in Parameters.Where(parameter => parameter.Rules.Required is not null && parameter.IsMissingIn(defaults)))
            writer.WriteStringValue(parameter.Name);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties"u8, false);
    }
}
