using System.Text;
using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>Reads JSON into a tree whose values know where they stand. Comments and commas at the end of a list are passed over.</summary>
internal ref struct JsonDocumentTree
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly string? _source;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineStart;
    private int _seen;

    private JsonDocumentTree(ReadOnlySpan<byte> json, string? source)
    {
        _json = json;
        _source = source;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="source">The document's name.</param>
    /// <param name="complaint">Why it cannot be read.</param>
    /// <returns>The document; <see langword="null"/> where it is no JSON.</returns>
    public static DocumentNode? Read(ReadOnlySpan<byte> json, string? source, out PipelineComplaint? complaint)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        var tree = new JsonDocumentTree(json.StartsWith(mark) ? json[mark.Length..] : json, source);
        complaint = null;
        try
        {
            tree._reader.Read();
            DocumentNode root = tree.Node();
            tree._reader.Read();
            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            complaint = new PipelineComplaint($"The document is no JSON: {Reason(exception)}") { Place = tree.PlaceOf(exception) };
            return null;
        }
    }

    // The place is told by the complaint itself.
    private static string Reason(Exception exception)
    {
        int position = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? exception.Message : exception.Message[..position];
    }

    private DocumentNode Node()
    {
        DocumentPlace place = Place();
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                return DocumentNode.OfText(_reader.GetString()!, place);
            case JsonTokenType.Number:
                return DocumentNode.OfNumber(Encoding.UTF8.GetString(_reader.ValueSpan), place);
            case JsonTokenType.True or JsonTokenType.False:
                return DocumentNode.OfBoolean(_reader.TokenType == JsonTokenType.True, place);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Node());
                return DocumentNode.OfList(items, place);
            case JsonTokenType.StartObject:
                var entries = new List<DocumentEntry>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    DocumentPlace namePlace = Place();
                    string name = _reader.GetString()!;
                    _reader.Read();
                    entries.Add(new DocumentEntry(name, Node(), namePlace));
                }

                return DocumentNode.OfMap(entries, place);
            default:
                return DocumentNode.Null(place);
        }
    }

    private DocumentPlace Place() => PlaceAt((int)_reader.TokenStartIndex);

    private DocumentPlace PlaceOf(Exception exception)
        => exception is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? new DocumentPlace(_source, (int)line + 1, (int)column + 1)
            : PlaceAt((int)_reader.TokenStartIndex);

    // Tokens come in their order, so lines are counted once.
    private DocumentPlace PlaceAt(int position)
    {
        for (; _seen < position; _seen++)
        {
            if (_json[_seen] == (byte)'\n')
            {
                _line++;
                _lineStart = _seen + 1;
            }
        }

        return new DocumentPlace(_source, _line, Encoding.UTF8.GetCharCount(_json[_lineStart..Math.Max(position, _lineStart)]) + 1);
    }
}
