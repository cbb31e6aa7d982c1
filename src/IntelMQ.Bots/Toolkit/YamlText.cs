using System.Globalization;
using IntelMQ.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntelMQ.Bots.Toolkit;

/// <summary>Turns one YAML document into JSON: plain scalars are null, booleans and numbers as YAML 1.2 says, all others are text.</summary>
internal static class YamlText
{
    private const int MaxDepth = 32;
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <exception cref="FormatException">The text is no YAML, or not of the kind that files of parameters need; says the line.</exception>
    public static byte[] ToJson(string yaml)
    {
        try
        {
            var parser = new YamlDotNet.Core.Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.Accept<DocumentStart>(out _))
                return "null"u8.ToArray();
            parser.Consume<DocumentStart>();
            var output = new Utf8Buffer();
            WriteNode(parser, output, [], MaxDepth);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw new FormatException("it holds more than one document.");
            return output.ToArray();
        }
        catch (YamlException exception)
        {
            throw new FormatException($"line {exception.Start.Line}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static void WriteNode(IParser parser, Utf8Buffer output, Dictionary<string, byte[]> anchors, int depth)
    {
        ParsingEvent current = parser.Consume<ParsingEvent>();
        if (depth == 0)
            throw new FormatException($"line {current.Start.Line}: values are nested too deep.");
        if (output.Length > MaxBytes)
            throw new FormatException("it is too long.");
        if (current is AnchorAlias alias)
        {
            // A node's text is kept where it is named, so repeating it needs no second walk, and a node cannot hold itself.
            if (!anchors.TryGetValue(alias.Value.Value, out byte[]? text))
                throw new FormatException($"line {current.Start.Line}: there is no complete value named '{alias.Value}' before.");
            output.Append(text);
            return;
        }

        int start = output.Length;
        switch (current)
        {
            case Scalar scalar:
                WriteScalar(scalar, output);
                break;
            case SequenceStart:
                WriteSequence(parser, output, anchors, depth);
                break;
            case MappingStart:
                WriteMapping(parser, output, anchors, depth);
                break;
            default:
                throw new FormatException($"line {current.Start.Line}: a value is missing.");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } node)
            anchors[node.Anchor.Value] = output.WrittenSpan[start..].ToArray();
    }

    private static void WriteSequence(IParser parser, Utf8Buffer output, Dictionary<string, byte[]> anchors, int depth)
    {
        output.Append((byte)'[');
        for (bool first = true; !parser.TryConsume<SequenceEnd>(out _); first = false)
        {
            if (!first)
                output.Append(", "u8);
            WriteNode(parser, output, anchors, depth - 1);
        }

        output.Append((byte)']');
    }

    private static void WriteMapping(IParser parser, Utf8Buffer output, Dictionary<string, byte[]> anchors, int depth)
    {
        output.Append((byte)'{');
        for (bool first = true; !parser.TryConsume<MappingEnd>(out _); first = false)
        {
            if (!first)
                output.Append(", "u8);
            ParsingEvent name = parser.Consume<ParsingEvent>();
            if (name is not Scalar key)
                throw new FormatException($"line {name.Start.Line}: a key must be a text.");
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
                throw new FormatException($"line {key.Start.Line}: merging maps with << is not supported.");
            WriteText(key.Value, output);
            output.Append(": "u8);
            WriteNode(parser, output, anchors, depth - 1);
        }

        output.Append((byte)'}');
    }

    private static void WriteScalar(Scalar scalar, Utf8Buffer output)
    {
        string text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
            WriteText(text, output);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            output.Append("null"u8);
        else if (text is "true" or "True" or "TRUE")
            output.Append("true"u8);
        else if (text is "false" or "False" or "FALSE")
            output.Append("false"u8);
        else if (!TryWriteNumber(text, output))
            WriteText(text, output);
    }

    private static bool TryWriteNumber(string text, Utf8Buffer output)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
            || (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out integer)))
        {
            output.Append(integer);
            return true;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!text.AsSpan().ContainsAnyInRange('0', '9') || !double.TryParse(text, style, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            return false;
        PythonNumber.Write(number, output);
        return true;
    }

    private static void WriteText(string text, Utf8Buffer output) => PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(text), output, ascii: false);
}
