namespace IntelMQ.Harmonization;

/// <summary>
/// The names of time zones that have one meaning everywhere: those of RFC 5322, section 4.3, and the European, Russian and Japanese ones.
/// Single letters other than <c>Z</c> mean nothing that could be relied on, as the RFC says.
/// </summary>
internal static class ZoneNames
{
    /// <summary>The longest known name.</summary>
    public const int MaxLength = 4;

    private static readonly (string Name, int Hours)[] Known =
    [
        ("UTC", 0), ("GMT", 0), ("UT", 0), ("Z", 0),
        ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
        ("WET", 0), ("WEST", 1), ("CET", 1), ("CEST", 2), ("EET", 2), ("EEST", 3), ("MSK", 3), ("JST", 9),
    ];

    /// <summary>How many hours the zone is ahead of UTC.</summary>
    /// <param name="name">The name in any case.</param>
    /// <param name="hours">Below zero west of Greenwich.</param>
    public static bool TryGet(ReadOnlySpan<char> name, out int hours)
    {
        hours = 0;
        if (name.Length > MaxLength)
            return false;
        foreach ((string known, int ahead) in Known)
        {
            if (!TimeWords.Is(name, known))
                continue;
            hours = ahead;
            return true;
        }
        return false;
    }

    /// <summary>Whether a word is written as zones are: up to five capitals.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> word) => word.Length <= 5 && !word.ContainsAnyExceptInRange('A', 'Z');
}
