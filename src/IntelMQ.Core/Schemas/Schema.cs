using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>The set of fields that events and reports may have. Immutable and thread-safe; shared by all messages.</summary>
/// <example><code>Schema schema = Schema.Default.With(new FieldDefinition("company.department", HarmonizationTypes.String, "Who is responsible."));
/// var message = new Event(schema) { ["company.department"] = "IT" };</code></example>
public sealed class Schema
{
    private readonly FieldKey?[] _builtIn = new FieldKey?[BuiltInFields.MaxCount];
    private readonly NameTable _names;

    private Schema(IEnumerable<FieldDefinition> definitions)
    {
        var byName = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        foreach (FieldDefinition definition in definitions)
        {
            if (!FieldNames.IsWellFormed(Encoding.UTF8.GetBytes(definition.Name)))
                throw new ArgumentException($"'{definition.Name}' is not a field name: lower-case letters, digits, underscores and dots, at least two characters before the first dot.", nameof(definitions));
            if (definition.Name == "extra" || definition.Name.StartsWith(FieldKey.ExtraPrefix, StringComparison.Ordinal))
                throw new ArgumentException($"'{definition.Name}' cannot be defined: every name below extra is allowed as it is.", nameof(definitions));
            if (!byName.TryAdd(definition.Name, definition))
                throw new ArgumentException($"The field '{definition.Name}' is defined twice.", nameof(definitions));
        }

        FieldDefinition[] sorted = [.. byName.Values];
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        Definitions = sorted;
        var keys = new List<FieldKey>(Definitions.Count);
        foreach (FieldDefinition definition in Definitions)
        {
            int ordinal = BuiltInFields.OrdinalOf(definition.Name);
            var key = new FieldKey(definition.Name, ordinal, OrderOf(definition.Name), definition);
            keys.Add(key);
            if (ordinal >= 0)
                _builtIn[ordinal] = key;
        }

        _names = new NameTable(keys, OrderOf(FieldKey.ExtraPrefix));
        Keys = keys;
    }

    /// <summary>
    /// The fields of IntelMQ 3.3: 82 for events (with <c>extra</c>), 10 of them for reports too. What is valid is what IntelMQ takes for
    /// valid, so that both can share queues; a label of TLP 2.0 becomes the nearest of version 1 that is not wider.
    /// </summary>
    public static Schema IntelMQ33 { get; } =
        new(BuiltInFields.Definitions.Where(static definition => !BuiltInFields.IsNewerThan33(definition.Name)).Select(BuiltInFields.AsIn33));

    /// <summary>
    /// The fields of IntelMQ 3.3, and <c>severity</c> and <c>product.*</c> of IntelMQ 3.5. Names are host names, ports are 1 to 65535, and
    /// labels of TLP 2.0 are values.
    /// </summary>
    public static Schema Default { get; } = new(BuiltInFields.Definitions);

    /// <summary>What the schema says about each field, in alphabetical order; <c>extra</c> is always there and not listed.</summary>
    public IReadOnlyList<FieldDefinition> Definitions { get; }

    /// <summary>The keys of <see cref="Definitions"/>, in the same order.</summary>
    internal IReadOnlyList<FieldKey> Keys { get; }

    /// <summary>Reads a <c>harmonization.conf</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SchemaException">The file is not JSON or not a schema; the message lists every fault.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Schema Load(string path) => HarmonizationFile.Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the text of a <c>harmonization.conf</c>.</summary>
    /// <param name="json">JSON as UTF-8.</param>
    /// <exception cref="SchemaException">The text is not JSON or not a schema; the message lists every fault.</exception>
    public static Schema Parse(ReadOnlyMemory<byte> json) => HarmonizationFile.Parse(json, "harmonization.conf");

    /// <summary>Writes the schema as a <c>harmonization.conf</c> that IntelMQ reads.</summary>
    /// <param name="path">The file; written beside it first, then moved, so that a reader never sees half of it.</param>
    public void Save(string path)
    {
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, HarmonizationFile.Write(this));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The schema as the text of a <c>harmonization.conf</c>, UTF-8.</summary>
    public byte[] ToJson() => HarmonizationFile.Write(this);

    /// <summary>A schema with more fields; one of the same name is replaced.</summary>
    /// <param name="definitions">The fields to add.</param>
    /// <exception cref="ArgumentException">A name has not the form of a field name, is below <c>extra</c>, or is given twice.</exception>
    public Schema With(params FieldDefinition[] definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var replaced = definitions.Select(static definition => definition.Name).ToHashSet(StringComparer.Ordinal);
        return new Schema(Definitions.Where(definition => !replaced.Contains(definition.Name)).Concat(definitions));
    }

    /// <summary>Finds the key for a name: one of the schema's fields, or any well-formed name below <c>extra.</c>.</summary>
    public bool TryGetKey(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldKey? key) => _names.TryGet(name, out key);

    /// <inheritdoc cref="TryGetKey(ReadOnlySpan{byte}, out FieldKey?)"/>
    public bool TryGetKey([FieldName] string name, [NotNullWhen(true)] out FieldKey? key)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> utf8 = stackalloc byte[FieldNames.MaxLength];
        key = null;
        return Encoding.UTF8.TryGetBytes(name, utf8, out int written) && _names.TryGet(utf8[..written], out key);
    }

    /// <summary>The key of a field that the program itself names.</summary>
    /// <exception cref="ArgumentException">The schema has no such field; the message names the nearest one.</exception>
    public FieldKey Key([FieldName] string name)
        => TryGetKey(name, out FieldKey? key)
            ? key
            : throw new ArgumentException($"The schema has no field '{name}'.{Suggest(name)}", nameof(name));

    /// <summary>The key of a field that the program itself names.</summary>
    /// <exception cref="ArgumentException">The schema has no such field.</exception>
    public FieldKey Key(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return KeyOrNull(field) ?? Key(field.Name);
    }

    internal static Schema Create(IEnumerable<FieldDefinition> definitions) => new(definitions);

    /// <summary>The key of a field, or null where the schema lacks it.</summary>
    internal FieldKey? KeyOrNull(Field field)
        => field.Ordinal >= 0 ? _builtIn[field.Ordinal] : TryGetKey(field.Name, out FieldKey? key) ? key : null;

    /// <summary>The keys of all slots; null where the schema lacks the field.</summary>
    internal ReadOnlySpan<FieldKey?> BuiltInKeys => _builtIn;

    internal string Suggest(string name)
    {
        string? nearest = NearestName.Find(name, Definitions.Select(static definition => definition.Name));
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    private static int OrderOf(string name)
        => BuiltInFields.Definitions.Count(definition => string.CompareOrdinal(definition.Name, name) < 0);
}
