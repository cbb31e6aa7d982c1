using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>
/// A field's name as messages use it: made once per schema and name, then compared by reference and written without encoding.
/// </summary>
public sealed class FieldKey
{
    /// <summary>The prefix of all names below the field <c>extra</c>.</summary>
    internal const string ExtraPrefix = "extra.";

    /// <summary>How long <see cref="JsonKey"/> is at least: a copy of fixed length is faster than one of a name's length.</summary>
    internal const int JsonKeyBlock = 48;

    internal FieldKey(string name, int ordinal, int order, FieldDefinition? definition)
    {
        Name = name;
        Ordinal = ordinal;
        Order = order;
        Definition = definition;
        Utf8 = Encoding.UTF8.GetBytes(name);
        var json = new Utf8Buffer(Utf8.Length + 5);
        PythonJson.WriteString(Utf8, json, ascii: false);
        json.Append(": \""u8);
        JsonKeyLength = json.Length - 1;
        JsonKey = new byte[Math.Max(json.Length, JsonKeyBlock)];
        json.WrittenSpan.CopyTo(JsonKey);
    }

    /// <summary>The name, such as <c>source.ip</c> or <c>extra.count</c>.</summary>
    public string Name { get; }

    /// <summary>What the schema says about the field; <see langword="null"/> below <c>extra.</c>, where any value may stand.</summary>
    public FieldDefinition? Definition { get; }

    /// <summary>Whether the name is below <c>extra.</c>.</summary>
    public bool IsExtra => Definition is null;

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameUtf8 => Utf8;

    /// <summary>The slot of a built-in field; -1 for own fields and <c>extra.*</c>, which are found by name.</summary>
    internal int Ordinal { get; }

    /// <summary>Built-in fields with a lower ordinal than this stand before the name in sorted order.</summary>
    internal int Order { get; }

    internal byte[] Utf8 { get; }

    /// <summary>The name as it begins a member of a JSON object: quoted, colon, blank; then the quote of a text; then zeros up to a block.</summary>
    internal byte[] JsonKey { get; }

    /// <summary>How many bytes of <see cref="JsonKey"/> come before the quote of a text.</summary>
    internal int JsonKeyLength { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
