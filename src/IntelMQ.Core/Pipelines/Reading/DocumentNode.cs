using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>
/// A value of a document, and where it stands: what a definition is read from, so that JSON, YAML and .NET configuration are read by the same
/// code. It never changes.
/// </summary>
public sealed class DocumentNode
{
    private DocumentNode(DocumentKind kind, string text, IReadOnlyList<DocumentNode> items, IReadOnlyList<DocumentEntry> entries, DocumentPlace? place)
    {
        Kind = kind;
        Text = text;
        Items = items;
        Entries = entries;
        Place = place;
    }

    /// <summary>What the value is.</summary>
    public DocumentKind Kind { get; }

    /// <summary>A text; a number's digits as in JSON; <c>true</c> or <c>false</c>; otherwise empty.</summary>
    public string Text { get; }

    /// <summary>What a list holds.</summary>
    public IReadOnlyList<DocumentNode> Items { get; }

    /// <summary>What a map holds, in the document's order; a name may stand there twice.</summary>
    public IReadOnlyList<DocumentEntry> Entries { get; }

    /// <summary>Where the value begins.</summary>
    public DocumentPlace? Place { get; }

    /// <summary>Whether it is a text, a number or a boolean.</summary>
    public bool IsScalar => Kind is DocumentKind.Text or DocumentKind.Number or DocumentKind.Boolean;

    /// <summary>Reads JSON. Comments and commas at the end of a list are passed over.</summary>
    /// <param name="utf8Json">The document, with or without a byte order mark.</param>
    /// <param name="source">Its name, for places.</param>
    /// <param name="complaint">Why it cannot be read.</param>
    /// <returns>The document; <see langword="null"/> where it is no JSON.</returns>
    public static DocumentNode? FromJson(ReadOnlySpan<byte> utf8Json, string? source, out PipelineComplaint? complaint)
        => JsonDocumentTree.Read(utf8Json, source, out complaint);

    /// <summary>A value that is not set.</summary>
    public static DocumentNode Null(DocumentPlace? place) => new(DocumentKind.Null, "", [], [], place);

    /// <summary>A text.</summary>
    public static DocumentNode OfText(string text, DocumentPlace? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DocumentNode(DocumentKind.Text, text, [], [], place);
    }

    /// <summary>A number.</summary>
    /// <param name="digits">The number as JSON writes it.</param>
    /// <param name="place">Where it begins.</param>
    /// <exception cref="ArgumentException">These are no digits as JSON writes them.</exception>
    public static DocumentNode OfNumber(string digits, DocumentPlace? place)
        => IsNumber(digits) ? new(DocumentKind.Number, digits, [], [], place) : throw new ArgumentException($"'{digits}' is no number as JSON writes it.", nameof(digits));

    /// <summary>A boolean.</summary>
    public static DocumentNode OfBoolean(bool value, DocumentPlace? place) => new(DocumentKind.Boolean, value ? "true" : "false", [], [], place);

    /// <summary>A list.</summary>
    public static DocumentNode OfList(IEnumerable<DocumentNode> items, DocumentPlace? place) => new(DocumentKind.List, "", [.. items], [], place);

    /// <summary>A map.</summary>
    public static DocumentNode OfMap(IEnumerable<DocumentEntry> entries, DocumentPlace? place) => new(DocumentKind.Map, "", [], [.. entries], place);

    /// <summary>Whether a text is a number as JSON writes it.</summary>
    public static bool IsNumber([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] == '-') || !char.IsAsciiDigit(text[^1]))
            return false;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The value as JSON; of a name that stands twice in a map the later one counts.</summary>
    public JsonElement ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case DocumentKind.Text:
                writer.WriteStringValue(Text);
                break;
            case DocumentKind.Number or DocumentKind.Boolean:
                writer.WriteRawValue(Text);
                break;
            case DocumentKind.List:
                writer.WriteStartArray();
                foreach (DocumentNode item in Items)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            case DocumentKind.Map:
                writer.WriteStartObject();
                foreach (DocumentEntry entry in Latest())
                {
                    writer.WritePropertyName(entry.Name);
                    entry.Value.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private IEnumerable<DocumentEntry> Latest()
        => Entries.Count < 2 ? Entries : Entries.GroupBy(static entry => entry.Name, StringComparer.Ordinal).Select(static same => same.Last());
}

/// <summary>An entry of a map.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where the name stands.</param>
public sealed record DocumentEntry(string Name, DocumentNode Value, DocumentPlace? Place);

/// <summary>What a <see cref="DocumentNode"/> is.</summary>
public enum DocumentKind
{
    /// <summary>A value that is not set.</summary>
    Null,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,
}
