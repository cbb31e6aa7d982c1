using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>Writes rows in the text form of COPY, which every type reads: for tables with a type whose binary form is not known.</summary>
internal static class TextCopy
{
    public static void AppendRow(EventRows rows, int row, IReadOnlyList<TableColumn> columns, IReadOnlyList<int> sources, long? id, Utf8Buffer output)
    {
        bool isFirst = id is null;
        if (id is { } number)
            output.Append(number);
        for (int i = 0; i < columns.Count; i++)
        {
            if (!isFirst)
                output.Append((byte)'\t');
            isFirst = false;
            FieldValue value = rows[row, sources[i]];
            if (value.Kind is FieldValueKind.Missing or FieldValueKind.Null)
                output.Append("\\N"u8);
            else
                AppendValue(value, columns[i], output);
        }

        output.Append((byte)'\n');
    }

    private static void AppendValue(FieldValue value, TableColumn column, Utf8Buffer output)
    {
        if (value.Utf8.Contains((byte)0))
            throw new RefusedException($"The column {column.Name} is of the type {column.TypeName}, which cannot hold the character NUL.");
        if (column.Kind is not (ColumnKind.Json or ColumnKind.Jsonb))
        {
            Escape(value.Utf8, output);
            return;
        }

        var json = new Utf8Buffer(value.Utf8.Length + 16);
        JsonNul.Append(value.Utf8, json);
        Escape(json.WrittenSpan, output);
    }

    private static void Escape(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        while (text.IndexOfAny("\\\t\n\r"u8) is >= 0 and var at)
        {
            output.Append(text[..at]);
            output.Append((byte)'\\');
            output.Append(text[at] switch { (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', var other => other });
            text = text[(at + 1)..];
        }

        output.Append(text);
    }
}
