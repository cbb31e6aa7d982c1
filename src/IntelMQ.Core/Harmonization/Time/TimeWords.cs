namespace IntelMQ.Harmonization;

/// <summary>The English words that have a meaning in a date, in any case.</summary>
internal static class TimeWords
{
    private static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] DayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly string[] Fillers = ["at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th"];

    /// <summary>1 to 12, or 0: a month in full or its first three letters.</summary>
    public static int Month(ReadOnlySpan<char> word) => Is(word, "sept") ? 9 : Find(word, MonthNames) + 1;

    /// <summary>A day of the week in full or its first three letters.</summary>
    public static bool IsDay(ReadOnlySpan<char> word) => Find(word, DayNames) >= 0;

    /// <summary>0 for hours, 1 for minutes, 2 for seconds, otherwise -1.</summary>
    public static int Unit(ReadOnlySpan<char> word)
    {
        if (Is(word, "h") || Is(word, "hour") || Is(word, "hours"))
            return 0;
        if (Is(word, "m") || Is(word, "minute") || Is(word, "minutes"))
            return 1;
        return Is(word, "s") || Is(word, "second") || Is(word, "seconds") ? 2 : -1;
    }

    /// <summary>0 for the morning, 1 for the afternoon, otherwise -1.</summary>
    public static int HalfDay(ReadOnlySpan<char> word)
        => Is(word, "am") || Is(word, "a") ? 0 : Is(word, "pm") || Is(word, "p") ? 1 : -1;

    /// <summary>A word that stands between the parts of a date.</summary>
    public static bool IsFiller(ReadOnlySpan<char> word)
    {
        foreach (string filler in Fillers)
        {
            if (Is(word, filler))
                return true;
        }
        return false;
    }

    /// <summary>A name of UTC; other than the words above these are written as they are.</summary>
    public static bool IsUtc(ReadOnlySpan<char> word) => word is "UTC" or "GMT" or "Z" or "z";

    /// <summary>A name that Python reads as a number that is none.</summary>
    public static bool IsNotFinite(ReadOnlySpan<char> word) => Is(word, "nan") || Is(word, "inf") || Is(word, "infinity");

    public static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static int Find(ReadOnlySpan<char> word, string[] names)
    {
        if (word.Length < 3)
            return -1;
        for (int i = 0; i < names.Length; i++)
        {
            if (Is(word, names[i]) || (word.Length == 3 && names[i].AsSpan(0, 3).Equals(word, StringComparison.OrdinalIgnoreCase)))
                return i;
        }
        return -1;
    }
}
