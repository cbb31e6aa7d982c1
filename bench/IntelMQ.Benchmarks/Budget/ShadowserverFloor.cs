using System.Text;
using System.Text.Json;
using CsvHelper;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// The floor for table rows: CsvHelper's spans written straight to a JSON writer, with the same feed fields, constants and raw as the
/// product writes. Nothing is checked and nothing converted.
/// </summary>
internal static class ShadowserverFloor
{
    private static readonly JsonEncodedText[] Names = [.. ShadowserverRows.Columns.Select(static column => JsonEncodedText.Encode(column.Field))];
    private static readonly (JsonEncodedText Name, JsonEncodedText Value)[] Constants =
        [.. BudgetFeed.Fields.Select(static field => (JsonEncodedText.Encode(field.Name), JsonEncodedText.Encode(field.Value)))];

    private static readonly JsonEncodedText Raw = JsonEncodedText.Encode("raw");

    public static void Run(byte[][] reports, Utf8Buffer output)
    {
        byte[] header = Encoding.UTF8.GetBytes(ShadowserverRows.Header + "\n");
        byte[] raw = new byte[header.Length + 8192];
        header.CopyTo(raw, 0);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        foreach (byte[] report in reports)
        {
            using CsvReader reader = CsvReader.Create(report, new CsvReaderOptions { Separator = ',', HasHeader = true });
            while (reader.Read())
            {
                writer.WriteStartObject();
                foreach ((JsonEncodedText name, JsonEncodedText value) in Constants)
                    writer.WriteString(name, value);
                for (int i = 0; i < Names.Length; i++)
                    writer.WriteString(Names[i], reader.GetSpan(i));
                ReadOnlySpan<byte> row = reader.RawRecord;
                row.CopyTo(raw.AsSpan(header.Length));
                writer.WriteBase64String(Raw, raw.AsSpan(0, header.Length + row.Length));
                writer.WriteEndObject();
                writer.Flush();
                writer.Reset();
                output.Append((byte)'\n');
            }
        }
    }
}
