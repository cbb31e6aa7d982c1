namespace IntelMQ.Store;

/// <summary>A span that times are put together by, in UTC.</summary>
public enum TimeBucket
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A week from its Monday on.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,
}
