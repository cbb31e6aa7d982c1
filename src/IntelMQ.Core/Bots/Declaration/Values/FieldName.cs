using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>
/// A parameter that names a field: in code a field of <see cref="Fields"/> or a text. Whether there is such a field is the matter of the
/// schema that the bot works with.
/// </summary>
public sealed class FieldName : IParameterValue<FieldName>, IEquatable<FieldName>
{
    /// <summary>Names a field.</summary>
    /// <param name="name">The name; empty for none.</param>
    public FieldName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>A text.</summary>
    public static ParameterForm<FieldName> Form { get; } = new NameForm();

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whether it names nothing.</summary>
    public bool IsEmpty => Name.Length == 0;

    /// <summary>The name of a field.</summary>
    public static implicit operator FieldName(string name) => new(name);

    /// <summary>The name of a field.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor takes the field's name.")]
    public static implicit operator FieldName(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new(field.Name);
    }

    /// <inheritdoc/>
    public bool Equals(FieldName? other) => other?.Name == Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldName);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class NameForm : ParameterForm<FieldName>
    {
        public override string Words => "the name of a field";

        public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out FieldName value)
        {
            value = ParameterForms.Text.TryRead(json, reading, out string? name) ? new FieldName(name) : null;
            return value is not null;
        }

        public override void Write(Utf8JsonWriter writer, FieldName value) => writer.WriteStringValue(value.Name);

        public override void WriteSchema(Utf8JsonWriter writer)
        {
            writer.WriteString("type"u8, "string"u8);
            writer.WriteString("format"u8, "intelmq-field"u8);
        }

        public override bool IsNothing(FieldName value) => value.IsEmpty;

        public override IEnumerable<string> Choices(FieldName value) => [value.Name];
    }
}
