namespace IntelMQ.Records;

/// <summary>A count of one minute.</summary>
/// <param name="Minute">The minute's beginning, UTC.</param>
/// <param name="Name">What is counted, such as <c>events</c>.</param>
/// <param name="Key">Of what, such as a bot's id.</param>
/// <param name="Value">How many.</param>
public readonly record struct MetricCount(DateTimeOffset Minute, string Name, string Key, double Value);
