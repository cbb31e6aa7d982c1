using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>One parameter of a bot, as its options class declares it: name, form, default, rules, meaning.</summary>
public abstract class ParameterDescriptor
{
    private protected ParameterDescriptor(string name, Type declaredBy, ParameterRules rules)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rules);
        Name = name;
        DeclaredBy = declaredBy;
        Rules = rules;
    }

    /// <summary>The name in configuration, such as <c>filter_keys</c>.</summary>
    public string Name { get; }

    /// <summary>The class whose property it is: the bot's own options, their base class, or a part that several bots share.</summary>
    public Type DeclaredBy { get; }

    /// <summary>Meaning, unit, limits and what is reached outside.</summary>
    public ParameterRules Rules { get; }

    /// <summary>What a value is, in words: <c>a whole number</c>.</summary>
    public abstract string Words { get; }

    /// <summary>Whether the value must never be shown.</summary>
    public abstract bool IsSecret { get; }

    /// <summary>Writes the value of options, or null. What must not be shown is written as a reference.</summary>
    /// <param name="writer">Takes the value.</param>
    /// <param name="options">Options of the bot.</param>
    /// <returns>False, with nothing written, where the value is a secret that no reference stands for.</returns>
    public abstract bool TryWriteValue(Utf8JsonWriter writer, OptionsPart options);

    /// <summary>Writes the parameter's JSON schema: an object with type, default, limits and description.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="defaults">Options as they are made; their value is the default.</param>
    public void WriteSchema(Utf8JsonWriter writer, OptionsPart defaults)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("description"u8, Rules.Summary);
        WriteForm(writer);
        if (Rules.AllowedValues.Count > 0)
        {
            writer.WriteStartArray("enum"u8);
            foreach (string value in Rules.AllowedValues)
                writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        if (double.IsFinite(Rules.Minimum))
            writer.WriteNumber(Rules.MinimumIsExclusive ? "exclusiveMinimum"u8 : "minimum"u8, Rules.Minimum);
        if (double.IsFinite(Rules.Maximum))
            writer.WriteNumber("maximum"u8, Rules.Maximum);
        WriteDefault(writer, defaults);
        if (Rules.Unit is { } unit)
            writer.WriteString("x-unit"u8, unit);
        if (Rules.Reaches != Outside.Nothing)
            writer.WriteString("x-reaches"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(Rules.Reaches.ToString()));
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Sets the parameter.</summary>
    /// <returns>What is wrong with the value, as a sentence; null where nothing is.</returns>
    internal abstract string? Set(OptionsPart options, JsonElement json, ParameterReading reading);

    /// <summary>Checks the value by the rules.</summary>
    internal abstract void Check(OptionsPart options, ICollection<string> complaints);

    /// <summary>The same parameter of a class that holds the one it belongs to.</summary>
    internal abstract ParameterDescriptor Within<TOwner, TPart>(Func<TOwner, TPart> part)
        where TOwner : OptionsPart
        where TPart : OptionsPart;

    /// <summary>Whether the value is null or as good as none.</summary>
    internal abstract bool IsMissingIn(OptionsPart options);

    private protected abstract void WriteForm(Utf8JsonWriter writer);

    private protected abstract void WriteDefault(Utf8JsonWriter writer, OptionsPart defaults);
}
