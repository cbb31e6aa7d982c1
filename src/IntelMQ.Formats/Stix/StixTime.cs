using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>Times as STIX writes them: in UTC, with a Z.</summary>
internal static class StixTime
{
    /// <summary>When the event happened, or else was seen; with parts of a second as far as there are any.</summary>
    public static string Of(Event message) => Time(message) is { } time ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) : StixNames.FixedTime;

    /// <summary>When the event was collected, or else happened; to the millisecond.</summary>
    public static string Created(Event message)
        => (message[Fields.Time.Observation] ?? message[Fields.Time.Source]) is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : StixNames.FixedTime;

    private static DateTime? Time(Event message) => (message[Fields.Time.Source] ?? message[Fields.Time.Observation])?.UtcDateTime;
}
