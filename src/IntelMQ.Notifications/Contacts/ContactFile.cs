using System.Globalization;
using CsvHelper;

namespace IntelMQ.Notifications.Contacts;

/// <summary>
/// Contacts as a table with a header: <c>object</c> and <c>email</c>, and where wanted <c>organisation</c>, <c>language</c>, <c>tags</c> (with blanks
/// between), <c>origin</c> (<c>manual</c> or <c>imported</c>), <c>expires</c> (a day such as <c>2026-12-31</c>, which itself counts no more),
/// <c>disabled</c> and <c>inhibits</c> (the reason), <c>condition</c> (<c>classification.type=scanner</c>). Commas between, quoted as RFC 4180 says, no line ends within cells.
/// </summary>
public static class ContactFile
{
    private const int MaxRow = 1 << 16;

    private static readonly string[] Columns = ["object", "email", "organisation", "language", "tags", "origin", "expires", "disabled", "inhibits", "condition"];

    /// <summary>Reads a table. A row that is wrong is told of and left out; the others count.</summary>
    /// <param name="text">The table.</param>
    /// <param name="errors">What is wrong, with the line.</param>
    public static IReadOnlyList<ContactEntry> Read(TextReader text, out IReadOnlyList<ContactFileError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<ContactFileError>();
        var entries = new List<ContactEntry>();
        errors = found;
        var malformed = new HashSet<long>();
        using CsvReader csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            DetectSeparatorHint = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRow,
            OnMalformedRecord = record => malformed.Add(record.LineNumber),
            // So that a quote that is not closed costs its own line alone.
            AllowLineBreaksInQuotes = false,
        }, leaveOpen: true);
        try
        {
            csv.ReadHeader();
            string[] header = [.. csv.Headers];
            foreach (string name in header.Except(Columns))
                found.Add(new ContactFileError(1, $"There is no column '{name}'; there are {string.Join(", ", Columns)}."));
            foreach (string name in Columns[..2].Except(header))
                found.Add(new ContactFileError(1, $"The column '{name}' is missing."));
            while (!found.Exists(static error => error.Line == 1) && csv.Read())
            {
                int line = (int)csv.LineNumber;
                bool isMalformed = malformed.Contains(line);
                if (isMalformed || csv.FieldCount != header.Length)
                    found.Add(new ContactFileError(line, isMalformed ? "A quote is not closed, or stands within a cell." : $"There are {csv.FieldCount} cells, and {header.Length} in the header."));
                else if (EntryOf(csv, out string? error) is { } entry)
                    entries.Add(entry);
                else
                    found.Add(new ContactFileError(line, error!));
            }
        }
        catch (CsvFormatException exception)
        {
            found.Add(new ContactFileError(entries.Count + found.Count + 2, $"The rest cannot be read: {exception.Message}"));
        }

        return entries;
    }

    private static ContactEntry? EntryOf(CsvReader csv, out string? error)
    {
        error = null;
        string Cell(string name) => csv.TryGetFieldIndex(name, out int index) ? csv.GetString(index) : "";
        string? Optional(string name) => Cell(name) is { Length: > 0 } cell ? cell : null;
        if (!ContactObject.TryParse(Cell("object"), out ContactObject? about))
            error = $"object: '{Cell("object")}' is no network, AS, country or name.";
        ContactOrigin origin = ContactOrigin.Imported;
        if (Optional("origin") is { } word && !Enum.TryParse(word, ignoreCase: true, out origin))
            error = $"origin: '{word}' is neither manual nor imported.";
        DateTime end = default;
        if (Optional("expires") is { } day && !DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out end))
            error = $"expires: '{day}' is no day such as 2026-12-31.";
        string[] condition = (Optional("condition") ?? "").Split('=', 2);
        if (Optional("condition") is { } given && (condition.Length != 2 || condition[0].Length == 0))
            error = $"condition: '{given}' is not FIELD=VALUE.";
        if (Cell("email").Length == 0 && Optional("inhibits") is null)
            error = "email: it is empty.";
        return error is not null ? null : new ContactEntry(about!, new Contact(Cell("email"))
        {
            Organisation = Optional("organisation"),
            Language = Optional("language"),
            Tags = Cell("tags").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        })
        {
            Origin = origin,
            Expires = end == default ? null : new DateTimeOffset(end),
            Disabled = Optional("disabled"),
            Inhibits = Optional("inhibits"),
            Condition = condition.Length == 2 ? new ContactCondition(condition[0], condition[1]) : null,
        };
    }
}
