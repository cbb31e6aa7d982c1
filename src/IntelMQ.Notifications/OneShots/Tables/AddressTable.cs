namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Reads addresses and names from text that people paste, one row for each.</summary>
internal static class AddressTable
{
    private static readonly char[] Between = [' ', '\t', ',', ';', '|'];

    public static IEnumerable<TableRow> Read(Stream stream, TableSettings settings, TableLimits limits)
    {
        long number = 0;
        foreach ((long line, string text) in TextLines.Read(stream, settings, limits))
        {
            if (text[0] == '#')
                continue;
            foreach (string word in text.Split(Between, StringSplitOptions.RemoveEmptyEntries))
                yield return new TableRow(++number, line, [Meant(word)]);
        }
    }

    // As people write addresses that are not to be clicked on.
    public static string Meant(string word)
        => word.Replace("[.]", ".", StringComparison.Ordinal).Replace("(.)", ".", StringComparison.Ordinal).Replace("[:]", ":", StringComparison.Ordinal)
            .Replace("hxxp", "http", StringComparison.OrdinalIgnoreCase).Trim('"', '\'', '<', '>');
}
