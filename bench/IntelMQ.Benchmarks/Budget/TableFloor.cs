using System.Text;
using System.Text.Json;
using CsvHelper;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// The floor for table rows: CsvHelper's spans written straight to a JSON writer, with the same feed fields, constants and raw as the
/// product writes. Nothing is checked and nothing converted.
/// </summary>
/// <param name="header">The table's header line, without line end.</param>
/// <param name="fields">The field that each column becomes.</param>
internal sealed class TableFloor(string header, IEnumerable<string> fields)
{
    private static readonly JsonEncodedText Raw = JsonEncodedText.Encode("raw");

    private readonly JsonEncodedText[] _names = [.. fields.Select(static field => JsonEncodedText.Encode(field))];
    private readonly byte[] _header = Encoding.UTF8.GetBytes(header + "\n");

    private static readonly (JsonEncodedText Name, JsonEncodedText Value)[] Constants =
        [.. BudgetFeed.Fields.Select(static field => (JsonEncodedText.Encode(field.Name), JsonEncodedText.Encode(field.Value)))];

    /// <summary>Writes a report's rows as JSON lines.</summary>
    public void Run(byte[] report, Utf8Buffer output)
    {
        byte[] raw = new byte[_header.Length + 8192];
        _header.CopyTo(raw, 0);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        using CsvReader reader = CsvReader.Create(report, new CsvReaderOptions { Separator = ',', HasHeader = true });
        while (reader.Read())
        {
            writer.WriteStartObject();
            foreach ((JsonEncodedText name, JsonEncodedText value) in Constants)
                writer.WriteString(name, value);
            for (int i = 0; i < _names.Length; i++)
                writer.WriteString(_names[i], reader.GetSpan(i));
            ReadOnlySpan<byte> row = reader.RawRecord;
            row.CopyTo(raw.AsSpan(_header.Length));
            writer.WriteBase64String(Raw, raw.AsSpan(0, _header.Length + row.Length));
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            output.Append((byte)'\n');
        }
    }
}
