using System.Globalization;
using System.Text;
using IntelMQ.Pipelines;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntelMQ.Hosting.Configuration;

/// <summary>
/// Reads YAML into a tree whose values know where they stand. Plain scalars are null, booleans and numbers as YAML 1.2 says, with the
/// forms that IntelMQ's loader takes too (<c>1_000</c>, <c>0b11</c>); all others are texts. Anchors and merged maps (<c>&lt;&lt;</c>) are resolved; a
/// name that stands twice in a map is refused, as by IntelMQ.
/// </summary>
public sealed class YamlTree
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 1_000_000;
    private const int MaxLength = 64 * 1024 * 1024;

    private readonly IParser _parser;
    private readonly string? _source;
    private readonly Dictionary<string, DocumentNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlTree(IParser parser, string? source)
    {
        _parser = parser;
        _source = source;
    }

    /// <summary>Reads a document. JSON is YAML; such that is indented by tabs is read as JSON.</summary>
    /// <param name="text">The document.</param>
    /// <param name="source">Its name, for complaints.</param>
    /// <param name="complaint">Why it cannot be read.</param>
    /// <returns>The document; <see langword="null"/> where it cannot be read. An empty one is null as a value.</returns>
    public static DocumentNode? Read(string text, string? source, out PipelineComplaint? complaint)
    {
        ArgumentNullException.ThrowIfNull(text);
        complaint = null;
        if (text.Length > MaxLength)
        {
            complaint = new PipelineComplaint("The document is too long.") { Place = new DocumentPlace(source, 1, 1) };
            return null;
        }

        try
        {
            var tree = new YamlTree(new Parser(new StringReader(text.TrimStart('\uFEFF'))), source);
            return tree.Document();
        }
        catch (YamlException exception)
        {
            if (text.AsSpan().TrimStart().StartsWith("{") && DocumentNode.FromJson(Encoding.UTF8.GetBytes(text), source, out _) is { } json)
                return json;
            string reason = exception.Message[(exception.Message.IndexOf("): ", StringComparison.Ordinal) is var end and >= 0 ? end + 3 : 0)..];
            complaint = new PipelineComplaint($"The document is no YAML: {reason.TrimEnd('.')}.") { Place = Place(source, exception.Start) };
            return null;
        }
        catch (InvalidOperationException)
        {
            // What the library throws where brackets are not closed, without a place.
            complaint = new PipelineComplaint("The document is no YAML: a bracket or brace that is opened is never closed.") { Place = new DocumentPlace(source, 1, 1) };
            return null;
        }
    }

    private DocumentNode Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
            return DocumentNode.Null(new DocumentPlace(_source, 1, 1));
        _parser.Consume<DocumentStart>();
        DocumentNode root = Node(MaxDepth);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
            throw new YamlException(second.Start, second.End, "the file holds more than one document.");
        return root;
    }

    private DocumentNode Node(int depth)
    {
        ParsingEvent current = _parser.Consume<ParsingEvent>();
        // An alias counts as one node: the tree shares what it stands for.
        if (depth == 0 || ++_nodes > MaxNodes)
            throw new YamlException(current.Start, current.End, depth == 0 ? "values are nested too deep." : "the document holds too many values.");
        DocumentPlace place = Place(_source, current.Start);
        DocumentNode node = current switch
        {
            AnchorAlias alias => _anchors.GetValueOrDefault(alias.Value.Value) ?? throw new YamlException(alias.Start, alias.End, $"there is no complete value named '{alias.Value}' before."),
            Scalar scalar => ScalarNode(scalar, place),
            SequenceStart => List(place, depth),
            MappingStart => Map(place, depth),
            _ => throw new YamlException(current.Start, current.End, "a value is missing."),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } named)
            _anchors[named.Anchor.Value] = node;
        return node;
    }

    private DocumentNode List(DocumentPlace place, int depth)
    {
        var items = new List<DocumentNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth - 1));
        return DocumentNode.OfList(items, place);
    }

    private DocumentNode Map(DocumentPlace place, int depth)
    {
        var entries = new List<DocumentEntry>();
        var merged = new List<DocumentEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent first = _parser.Consume<ParsingEvent>();
            if (first is not Scalar name)
                throw new YamlException(first.Start, first.End, "a name must be a text.");
            if (name is { Value: "<<", Style: ScalarStyle.Plain })
            {
                DocumentNode from = Node(depth - 1);
                foreach (DocumentNode map in from.Kind == DocumentKind.List ? from.Items : [from])
                {
                    if (map.Kind != DocumentKind.Map)
                        throw new YamlException(name.Start, name.End, "only maps can be merged.");
                    merged.AddRange(map.Entries);
                }

                continue;
            }

            if (!names.Add(name.Value))
                throw new YamlException(name.Start, name.End, $"the name '{name.Value}' stands twice in one map.");
            entries.Add(new DocumentEntry(name.Value, Node(depth - 1), Place(_source, name.Start)));
        }

        // What the map says itself counts more, and of merged maps the first.
        entries.AddRange(merged.Where(entry => names.Add(entry.Name)));
        return DocumentNode.OfMap(entries, place);
    }

    private static DocumentNode ScalarNode(Scalar scalar, DocumentPlace place)
    {
        string text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
            return DocumentNode.OfText(text, place);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => DocumentNode.Null(place),
            "true" or "True" or "TRUE" => DocumentNode.OfBoolean(true, place),
            "false" or "False" or "FALSE" => DocumentNode.OfBoolean(false, place),
            _ when Digits(text) is { } digits => DocumentNode.OfNumber(digits, place),
            _ => DocumentNode.OfText(text, place),
        };
    }

    // A number in the digits of JSON; null for a text.
    private static string? Digits(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
            return null;
        string plain = text.Contains('_', StringComparison.Ordinal) && char.IsAsciiDigit(text[^1]) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        bool isNegative = plain[0] == '-';
        ReadOnlySpan<char> unsigned = plain.AsSpan(plain[0] is '-' or '+' ? 1 : 0);
        long? whole = unsigned switch
        {
            ['0', 'x', ..] => Whole(unsigned[2..], NumberStyles.AllowHexSpecifier),
            ['0', 'b', ..] => Whole(unsigned[2..], NumberStyles.AllowBinarySpecifier),
            ['0', 'o', .. { Length: > 0 and < 21 } octal] when !octal.ContainsAnyExceptInRange('0', '7') => Convert.ToInt64(octal.ToString(), 8),
            _ => Whole(unsigned, NumberStyles.None),
        };
        if (whole is { } number)
            return (isNegative ? -number : number).ToString(CultureInfo.InvariantCulture);
        const NumberStyles real = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (unsigned.IsEmpty || !unsigned.ContainsAnyInRange('0', '9') || !double.TryParse(unsigned, real, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            return null;
        string shown = (isNegative ? -value : value).ToString("R", CultureInfo.InvariantCulture);
        return shown.AsSpan().ContainsAny('.', 'E') ? shown : shown + ".0";
    }

    private static long? Whole(ReadOnlySpan<char> digits, NumberStyles style)
        => long.TryParse(digits, style, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static DocumentPlace Place(string? source, Mark mark) => new(source, (int)Math.Max(mark.Line, 1), (int)Math.Max(mark.Column, 1));
}
