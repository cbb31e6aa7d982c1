using System.Globalization;
using CsvHelper;
using IntelMQ.Text;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Reads the rows of a CSV, the header being one of them.</summary>
internal static class CsvTable
{
    public static IEnumerable<TableRow> Read(Stream stream, TableSettings settings, TableLimits limits)
    {
        string? malformed = null;
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = settings.Delimiter,
            HasHeader = false,
            DetectSeparatorHint = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            SkipEmptyLines = true,
            MaxRecordSize = limits.RowBytes,
            Encoding = CharacterSets.Find(settings.Encoding),
            OnMalformedRecord = record => malformed = ReasonOf(record.Reason),
        }, leaveOpen: true);
        long number = 0;
        while (Advance(csv, number))
        {
            number++;
            int count = Math.Min(csv.FieldCount, limits.Columns + 1);
            var cells = new string[count];
            for (int i = 0; i < count; i++)
                cells[i] = csv.GetString(i);
            yield return new TableRow(number, csv.LineNumber, cells) { Fault = malformed };
            malformed = null;
        }
    }

    private static bool Advance(CsvReader csv, long rows)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"After row {rows} nothing can be read: {exception.Message}"));
        }
    }

    private static string? ReasonOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quote is opened that is not closed.",
        CsvMalformedReason.StrayQuote or CsvMalformedReason.TextAfterClosingQuote => "A quote stands within a cell.",
        _ => null,
    };
}
