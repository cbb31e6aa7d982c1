using System.Buffers;
using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// What abuse.ch's exports have in common: tables whose header is a comment, JSON objects of lists by id, and answers of its APIs, which tell
/// in <c>query_status</c> whether there are results.
/// </summary>
internal static class AbuseChExport
{
    private const int MaxStatus = 64;

    private static readonly SearchValues<byte> HeaderCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_,\" \r"u8);

    /// <summary>Whether an export is JSON; otherwise it is a table.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text) => text.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>
    /// Makes a table that begins with its header: the one among the first lines, mostly a comment, that names a column. A table without one
    /// has the header given.
    /// </summary>
    /// <param name="text">The export.</param>
    /// <param name="column">A column that no comment but the header names.</param>
    /// <param name="usualHeader">The header of today; empty where a table without one is none of the feed's.</param>
    /// <exception cref="InvalidReportException">The table has no header, and must have one.</exception>
    public static ReadOnlyMemory<byte> Table(ReadOnlyMemory<byte> text, string column, string usualHeader)
    {
        byte[] columnBytes = Encoding.UTF8.GetBytes(column);
        ReadOnlySpan<byte> header = Encoding.UTF8.GetBytes(usualHeader);
        var output = new Utf8Buffer(text.Length + header.Length + 1);
        ReadOnlySpan<byte> rest = text.Span;
        bool found = false;
        while (!found)
        {
            int length = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = length < 0 ? rest : rest[..length];
            if (line.IndexOf(columnBytes) >= 0 && TryAppendHeader(line.TrimStart("# "u8), output))
                found = true;
            else if (length < 0 || line is not ([(byte)'#', ..] or [] or [(byte)'\r']))
                break;
            rest = length < 0 ? [] : rest[(length + 1)..];
        }

        if (!found && header.IsEmpty)
            throw new InvalidReportException($"The report is neither JSON nor a table with the column {column}.");
        if (!found)
            output.Append(header);
        output.Append((byte)'\n');
        AppendRows(rest, output);
        return output.WrittenMemory;
    }

    /// <summary>
    /// Makes a JSON export an array of objects, each with its id as a member; and the answer of an API the array of its results. An array, or an
    /// object that is no such export, stays as it is.
    /// </summary>
    /// <param name="text">The export.</param>
    /// <param name="id">The name of the member that takes the id.</param>
    /// <exception cref="InvalidReportException">The API answers that it has refused the question.</exception>
    public static ReadOnlyMemory<byte> Elements(ReadOnlyMemory<byte> text, string id)
    {
        byte[] idBytes = Encoding.UTF8.GetBytes(id);
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = PythonJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return text;
            var output = new Utf8Buffer(text.Length + 64);
            output.Append((byte)'[');
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadOnlySpan<byte> name = reader.ValueSpan;
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                    return Results(text);
                AppendElements(ref reader, text.Span, idBytes, name, output);
            }

            output.Append((byte)']');
            return output.WrittenMemory;
        }
        catch (JsonException)
        {
            // The parser says where it is broken.
            return text;
        }
    }

    // An answer without a list, as to the question for one URL, is its own result.
    private static ReadOnlyMemory<byte> Results(ReadOnlyMemory<byte> text)
    {
        ReadOnlyMemory<byte> results = text;
        string? status = null;
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = PythonJson.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStatus = reader.ValueTextEquals("query_status"u8);
            bool isList = reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("urls"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            if (isStatus && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
                status = Encoding.UTF8.GetString(reader.ValueSpan);
            isList &= reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
            if (isList)
                results = text[start..(int)reader.BytesConsumed];
        }

        return status switch
        {
            null => text,
            "ok" => results,
            "no_result" or "no_results" => "[]"u8.ToArray(),
            _ => throw new InvalidReportException($"The report is an answer without results: {(status.Length > MaxStatus ? status[..MaxStatus] : status)}."),
        };
    }

    /// <summary>A text of parts with commas between them, as a list; a list stays one.</summary>
    public static Harmonized List(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Json)
            return value.Utf8.Length > 2 ? Harmonized.Slice(FieldValueKind.Json, 0, value.Utf8.Length) : Harmonized.None;
        if (value.IsIgnored || value.Utf8.SequenceEqual("None"u8))
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append((byte)'[');
        foreach (Range part in value.Utf8.Split((byte)','))
        {
            ReadOnlySpan<byte> text = Utf8Text.Trim(value.Utf8[part]);
            if (text.IsEmpty)
                continue;
            if (buffer.Length > start + 1)
                buffer.Append(", "u8);
            PythonJson.WriteString(text, buffer, ascii: false);
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    private static void AppendElements(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, Utf8Buffer output)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (output.Length > 1)
                output.Append(",\n"u8);
            int start = (int)reader.TokenStartIndex;
            bool isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            ReadOnlySpan<byte> element = text[start..(int)reader.BytesConsumed];
            ReadOnlySpan<byte> members = isObject ? element[1..].TrimStart(" \t\r\n"u8) : element;
            output.Append("{\""u8);
            output.Append(id);
            output.Append("\":\""u8);
            output.Append(name);
            output.Append(!isObject ? "\",\"value\":"u8 : members is [(byte)'}'] ? "\""u8 : "\","u8);
            output.Append(members);
            if (!isObject)
                output.Append((byte)'}');
        }
    }

    // Names of columns, without the quotes that may stand around them.
    private static bool TryAppendHeader(ReadOnlySpan<byte> line, Utf8Buffer output)
    {
        if (line.ContainsAnyExcept(HeaderCharacters))
            return false;
        foreach (byte symbol in line)
        {
            if (symbol is not ((byte)'"' or (byte)' ' or (byte)'\r'))
                output.Append(symbol);
        }

        return true;
    }

    // Some tables have a blank behind each comma, where a quote would not begin a cell in quotes. What stands around a blank decides alone,
    // so that a failed row gives the same cells again.
    private static void AppendRows(ReadOnlySpan<byte> rows, Utf8Buffer output)
    {
        while (true)
        {
            int end = rows.IndexOf("\", \""u8);
            if (end < 0)
                break;
            output.Append(rows[..(end + 2)]);
            rows = rows[(end + 3)..];
        }

        output.Append(rows);
    }
}
