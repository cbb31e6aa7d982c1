using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots;

/// <summary>How many events and failures a report gave before its parser broke off, noted in the report that is kept.</summary>
internal static class ItemsDone
{
    public const string FieldName = "extra.items_done";

    /// <summary>How many to leave out; 0 where nothing is noted.</summary>
    public static long Of(Report report)
        => report.Schema.TryGetKey(FieldName, out FieldKey? key) && long.TryParse(report[key].Utf8, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 0;

    /// <summary>The report without the note, so that its lines do not take it over.</summary>
    public static Report Without(Report report)
    {
        if (Of(report) == 0)
            return report;
        Report clean = report.Clone();
        clean.Remove(FieldName);
        return clean;
    }

    /// <summary>The report, with the note where there is something to note.</summary>
    public static Report Note(Report report, long count)
    {
        if (count == 0 || !report.Schema.TryGetKey(FieldName, out _))
            return report;
        Report noted = report.Clone();
        noted.Set(FieldName, FieldValue.Number(Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture))));
        return noted;
    }
}
