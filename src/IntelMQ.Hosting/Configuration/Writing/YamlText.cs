using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Finds where the values of a YAML document stand in its text.</summary>
internal sealed class YamlText
{
    private readonly IParser _parser;
    private readonly string _text;

    private YamlText(string text)
    {
        _text = text;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a document that <see cref="YamlTree"/> has read before.</summary>
    /// <returns><see langword="null"/> for a document without a value.</returns>
    public static TextNode? Read(string text)
    {
        var reader = new YamlText(text);
        reader._parser.Consume<StreamStart>();
        if (!reader._parser.TryConsume<DocumentStart>(out _))
            return null;
        TextNode root = reader.Node();
        return root.Kind == TextKind.Scalar ? null : root;
    }

    private TextNode Node()
    {
        ParsingEvent current = _parser.Consume<ParsingEvent>();
        int start = (int)current.Start.Index;
        return current switch
        {
            Scalar scalar => ScalarNode(scalar, start),
            MappingStart map => Map(start, map.Style == MappingStyle.Flow),
            SequenceStart list => List(start, list.Style == SequenceStyle.Flow),
            _ => new TextNode(TextKind.Alias, false, start, (int)current.End.Index, []),
        };
    }

    private TextNode ScalarNode(Scalar scalar, int start)
    {
        int end = Math.Min((int)scalar.End.Index, _text.Length);
        bool isLiteral = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
        // The line break after a text in lines of its own belongs to the line.
        if (isLiteral && end > start && _text[end - 1] == '\n')
            end -= end - 1 > start && _text[end - 2] == '\r' ? 2 : 1;
        return new TextNode(TextKind.Scalar, false, start, end, [])
        {
            Quote = scalar.Style switch { ScalarStyle.SingleQuoted => '\'', ScalarStyle.DoubleQuoted => '"', _ => '\0' },
        };
    }

    private TextNode Map(int start, bool isFlow)
    {
        var entries = new List<TextEntry>();
        MappingEnd end;
        while (!_parser.TryConsume(out end!))
        {
            var name = _parser.Consume<Scalar>();
            bool isMerge = name is { Value: "<<", Style: ScalarStyle.Plain };
            entries.Add(Entry(isMerge ? null : name.Value, (int)name.Start.Index, (int)name.End.Index));
        }

        return new TextNode(TextKind.Map, isFlow, start, isFlow ? (int)end.Start.Index + 1 : EndOf(entries, start), entries);
    }

    private TextEntry Entry(string? name, int start, int nameEnd)
    {
        TextNode value = Node();
        // What is not written is behind the colon, wherever the parser saw that there is nothing.
        if (value.IsEmptyScalar)
        {
            int colon = nameEnd;
            while (colon < _text.Length && _text[colon] is ' ' or '\t')
                colon++;
            int at = colon < _text.Length && _text[colon] == ':' ? colon + 1 : nameEnd;
            value = value with { Start = at, End = at };
        }

        return new TextEntry(name, start, nameEnd, value);
    }

    private TextNode List(int start, bool isFlow)
    {
        var entries = new List<TextEntry>();
        SequenceEnd end;
        while (!_parser.TryConsume(out end!))
        {
            TextNode value = Node();
            int hyphen = isFlow ? value.Start : Hyphen(value.Start);
            entries.Add(new TextEntry(null, hyphen, isFlow ? hyphen : hyphen + 1, value));
        }

        return new TextNode(TextKind.List, isFlow, start, isFlow ? (int)end.Start.Index + 1 : EndOf(entries, start), entries);
    }

    private int Hyphen(int start)
    {
        int at = Math.Min(start, _text.Length) - 1;
        while (at > 0 && _text[at] is ' ' or '\t')
            at--;
        return at >= 0 && _text[at] == '-' ? at : start;
    }

    private static int EndOf(List<TextEntry> entries, int start) => entries.Count == 0 ? start : entries[^1].End;
}
