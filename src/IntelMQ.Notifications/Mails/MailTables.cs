using System.Buffers;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Formats;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Mails;

/// <summary>Events as recipients get them: the fields that are meant for them, and no others.</summary>
internal static class MailTables
{
    /// <summary>A table, CSV with a header; a spreadsheet calculates no cell. Columns that are empty in all rows are left out.</summary>
    public static byte[] Csv(IReadOnlyList<StoredDirective> rows, MailSettings settings)
    {
        string[][] cells = [.. rows.Select(row => settings.Fields.Select(field => OneLine(EventCell.Of(row.Directive.Message, field))).ToArray())];
        int[] columns = [.. Enumerable.Range(0, settings.Fields.Count).Where(column => Array.Exists(cells, row => row[column].Length > 0))];
        var table = new CsvTable(',', "\r\n", isFormulaSafe: true);
        table.Add([.. columns.Select(column => settings.Titles.GetValueOrDefault(settings.Fields[column], settings.Fields[column]))]);
        foreach (string[] row in cells)
            table.Add([.. columns.Select(column => row[column])]);
        return Encoding.UTF8.GetBytes(table.ToString());
    }

    /// <summary>A list of objects.</summary>
    public static byte[] Json(IReadOnlyList<StoredDirective> rows, MailSettings settings)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartArray();
            foreach (StoredDirective row in rows)
            {
                using JsonDocument message = JsonDocument.Parse(row.Directive.Message.ToJson(MessageFormat.Flat));
                writer.WriteStartObject();
                foreach (string field in settings.Fields)
                {
                    if (message.RootElement.TryGetProperty(field, out JsonElement value))
                    {
                        writer.WritePropertyName(field);
                        value.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>A report of XARF 4, which its own reader takes.</summary>
    /// <exception cref="RefusedException">Nobody is set who reports, or the event makes no report.</exception>
    public static byte[] Report(Event message, XarfReporter? reporter)
    {
        if (reporter is null)
            throw new RefusedException("it is to be told as XARF, and nobody is set who reports");
        byte[] report = Encoding.UTF8.GetBytes(message.ToXarf(reporter));
        return Xarf.Read(report) is { Reason: { } refusal } ? throw new RefusedException($"an event makes no report of XARF: {refusal}") : report;
    }

    private static string OneLine(string cell)
        => cell.AsSpan().ContainsAny('\r', '\n') ? cell.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) : cell;
}
