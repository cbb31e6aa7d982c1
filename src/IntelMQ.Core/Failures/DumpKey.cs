using System.Globalization;

namespace IntelMQ.Failures;

/// <summary>The key of an entry in a dump file: a time in UTC, to the microsecond, without zone.</summary>
internal readonly record struct DumpKey(long Microseconds)
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.ffffff", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>A time's key; one microsecond after the last one where it would not follow it.</summary>
    public static DumpKey After(DumpKey last, DateTimeOffset time)
        => new(Math.Max(last.Microseconds + 1, time.UtcTicks / TimeSpan.TicksPerMicrosecond));

    public static bool TryParse(string text, out DateTimeOffset time)
        => DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    public override string ToString()
        => new DateTime(Microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc).ToString(Formats[0], CultureInfo.InvariantCulture);
}
