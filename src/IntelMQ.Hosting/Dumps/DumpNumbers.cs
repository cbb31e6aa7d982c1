using System.Globalization;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Numbers of entries as they are typed.</summary>
public static class DumpNumbers
{
    private const int MaxRange = 1_000_000;

    /// <summary>Reads numbers parted by commas, and ranges, both ends in it: <c>0,2,5-9</c>.</summary>
    /// <returns><see langword="null"/> where the text is something else.</returns>
    public static int[]? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!TryRead(dash < 0 ? part : part[..dash], out int first) || !TryRead(dash < 0 ? part : part[(dash + 1)..], out int last) || last < first || last - first > MaxRange)
                return null;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. numbers];
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
