using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>
/// A bot's parameters as JSON values by name, in the order in which they were given. They never change. They may hold secrets, so their text
/// form names them only.
/// </summary>
public sealed class ParameterValues : IEquatable<ParameterValues>
{
    private readonly ParameterValue[] _entries;

    private ParameterValues(ParameterValue[] entries, ParameterSource source)
    {
        _entries = entries;
        Source = source;
    }

    /// <summary>No parameters.</summary>
    public static ParameterValues Empty { get; } = new([], ParameterSource.Configuration);

    /// <summary>Where they come from, which decides how their values are read.</summary>
    public ParameterSource Source { get; }

    /// <summary>The parameters, in the order in which they were given.</summary>
    public IReadOnlyList<ParameterValue> All => _entries;

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length;

    /// <summary>Makes parameters of entries; of two with one name the later one counts.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="source">Where they come from.</param>
    public static ParameterValues Create(IEnumerable<ParameterValue> entries, ParameterSource source)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var kept = new List<ParameterValue>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ParameterValue entry in entries)
        {
            if (places.TryGetValue(entry.Name, out int place))
            {
                kept[place] = entry;
                continue;
            }

            places.Add(entry.Name, kept.Count);
            kept.Add(entry);
        }

        return new ParameterValues([.. kept], source);
    }

    /// <summary>Makes parameters of a JSON object.</summary>
    /// <exception cref="ArgumentException">The value is no object.</exception>
    public static ParameterValues FromJson(JsonElement value, ParameterSource source = ParameterSource.Configuration)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"Parameters are a JSON object, not a {value.ValueKind}.", nameof(value));
        return Create(value.EnumerateObject().Select(static property => new ParameterValue(property.Name, property.Value.Clone())), source);
    }

    /// <summary>Makes parameters of a text that holds a JSON object.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="ArgumentException">The text holds something else than an object.</exception>
    public static ParameterValues Parse([StringSyntax(StringSyntaxAttribute.Json)] string json, ParameterSource source = ParameterSource.Configuration)
    {
        using var document = JsonDocument.Parse(JsonUnicode.Repair(Encoding.UTF8.GetBytes(json)));
        return FromJson(document.RootElement, source);
    }

    /// <summary>Finds a parameter by its name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ParameterValue? parameter)
    {
        parameter = Array.Find(_entries, entry => entry.Name == name);
        return parameter is not null;
    }

    /// <summary>The same with a parameter more, or with another value of one.</summary>
    public ParameterValues With(string name, JsonElement value) => Create([.. _entries, new ParameterValue(name, value.Clone())], Source);

    /// <summary>The same without a parameter.</summary>
    public ParameterValues Without(string name) => new(Array.FindAll(_entries, entry => entry.Name != name), Source);

    /// <summary>These, with those of another where this one does not have them.</summary>
    /// <param name="others">What stands behind these, such as those of all bots.</param>
    /// <param name="filter">Which of the others to take.</param>
    public ParameterValues Over(ParameterValues others, Func<string, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(filter);
        ParameterValue[] added = Array.FindAll(others._entries, entry => filter(entry.Name) && !TryGet(entry.Name, out _));
        return added.Length == 0 ? this : new ParameterValues([.. _entries, .. added], Count == 0 ? others.Source : Source);
    }

    /// <summary>The parameters as one JSON object.</summary>
    public JsonElement ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (ParameterValue entry in _entries)
            {
                writer.WritePropertyName(entry.Name);
                entry.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Whether both have the same values, in whatever order, and are read alike.</summary>
    public bool Equals(ParameterValues? other)
        => other is not null
            && (ReferenceEquals(this, other)
                || (Count == other.Count
                    && (Source == other.Source || Count == 0)
                    && Array.TrueForAll(_entries, entry => other.TryGet(entry.Name, out ParameterValue? its) && entry.Equals(its))));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterValues);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The names.</summary>
    public override string ToString() => string.Join(", ", _entries.Select(static entry => entry.Name));
}
