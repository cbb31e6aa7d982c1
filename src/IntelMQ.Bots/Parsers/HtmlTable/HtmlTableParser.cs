using System.Text;
using IntelMQ.Mapping;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// A parser for the rows of one table of a page. An event's <c>raw</c> is its row, written anew; a failure's is a page with that row, which
/// fails the same way again. A page without the table is one failure.
/// </summary>
/// <remarks>
/// Rows are all <c>tr</c> and cells all <c>td</c> (not <c>th</c>) within the table, also those of tables within it, up to 16 levels. Last tags of
/// rows and cells may be left out.
/// </remarks>
public abstract class HtmlTableParser : EventParser
{
    /// <summary>Creates the parser.</summary>
    protected HtmlTableParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected HtmlTableParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>Which table is read.</summary>
    protected abstract HtmlTableFormat Table { get; }

    /// <summary>How many cells of a row are looked at.</summary>
    protected abstract int CellCount { get; }

    /// <summary>Makes an event of a row.</summary>
    /// <param name="cells">The cells' texts, not trimmed, without tags and entities.</param>
    /// <param name="message">The event, with the feed's fields.</param>
    /// <returns>What becomes of the row.</returns>
    protected abstract RowOutcome ReadRow(IReadOnlyList<string> cells, Event message);

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        HtmlTableFormat format = Table;
        var reader = new HtmlTableReader(format);
        IEnumerable<int> rows = reader.Read(TextOf(report)).Skip(format.SkipsFirstRow ? 1 : 0);
        return ForEach(
            report,
            rows,
            row => new ReportLine(RowAlone(reader.Page, row, format), 0, 0),
            row => ReadRow(report, reader.Page, row, format));
    }

    private ParsedItem? ReadRow(Report report, HtmlPage page, int start, HtmlTableFormat format)
    {
        var raw = new StringBuilder();
        HtmlWriter.Write(page, start, raw, "tr");
        var row = new ReportLine(Encoding.UTF8.GetBytes(raw.ToString()), 0, 0);
        if (IsTooLong(row))
            return FailTooLong(report, row);

        var cells = new List<string>();
        for (int i = start + 1; i < page.EndOf(start) && cells.Count < CellCount; i++)
        {
            if (page.IsStartOf(i, "td"))
                cells.Add(HtmlWriter.TextOf(page, i));
        }

        Event message = NewEvent(report);
        RowOutcome outcome = ReadRow(cells, message);
        if (outcome.IsSkip)
        {
            PassOver();
            return null;
        }

        ParsedItem item = outcome.Error is { } error
            ? Fail(report, row with { Text = RowAlone(page, start, format) }, error.Field, $"{error}.")
            : Finish(message, report, row);
        if (outcome.Error is null && item.Failure is { } failure)
            item = Fail(report, row with { Text = RowAlone(page, start, format) }, failure.Field, failure.Reason);
        return item;
    }

    // The row as the only one of a table that will be found again; rows within it are rows no more.
    private static byte[] RowAlone(HtmlPage page, int start, HtmlTableFormat format)
    {
        var text = new StringBuilder();
        for (int i = 0; i <= format.TableIndex; i++)
        {
            text.Append(i == 0 ? "" : "</table>").Append("<table");
            if (format.AttributeName.Length > 0)
                HtmlWriter.AppendAttribute(format.AttributeName, format.AttributeValue, text);
            text.Append('>');
        }

        if (format.SkipsFirstRow)
            text.Append("<tr></tr>");
        HtmlWriter.Write(page, start, text, "div");
        return Encoding.UTF8.GetBytes(text.Append("</table>").ToString());
    }
}
