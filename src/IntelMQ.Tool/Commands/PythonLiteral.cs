using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Tool.Commands;

/// <summary>Writes JSON as a literal of Python on one line, as Python's <c>print</c> of a dict or list does: <c>{'a': [1, True, None]}</c>.</summary>
internal static class PythonLiteral
{
    /// <summary>The literal; a text alone is written without quotes, as <c>print</c> does.</summary>
    public static string Of(JsonNode? node)
    {
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            return value.GetValue<string>();
        var output = new StringBuilder();
        Write(node, output);
        return output.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder output)
    {
        switch (node)
        {
            case null:
                output.Append("None");
                break;
            case JsonObject map:
                Write(map, '{', '}', output, entry =>
                {
                    WriteText(entry.Key, output);
                    output.Append(": ");
                    Write(entry.Value, output);
                });
                break;
            case JsonArray list:
                Write(list, '[', ']', output, item => Write(item, output));
                break;
            default:
                WriteScalar(node, output);
                break;
        }
    }

    private static void Write<T>(IEnumerable<T> items, char open, char close, StringBuilder output, Action<T> write)
    {
        output.Append(open);
        bool isFirst = true;
        foreach (T item in items)
        {
            if (!isFirst)
                output.Append(", ");
            isFirst = false;
            write(item);
        }

        output.Append(close);
    }

    private static void WriteScalar(JsonNode node, StringBuilder output)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                WriteText(node.GetValue<string>(), output);
                break;
            case JsonValueKind.True:
                output.Append("True");
                break;
            case JsonValueKind.False:
                output.Append("False");
                break;
            default:
                output.Append(node.ToJsonString());
                break;
        }
    }

    // Single quotes, but where the text has them and no double ones.
    private static void WriteText(string text, StringBuilder output)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        output.Append(quote);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                _ when c == quote => output.Append('\\').Append(c),
                _ when c < 0x20 || c is >= '\x7F' and <= '\xA0' or '\xAD' => output.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => output.Append(c),
            };
        }

        output.Append(quote);
    }
}
