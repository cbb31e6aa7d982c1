using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>The feed that the budget's reports come from.</summary>
internal static class BudgetFeed
{
    /// <summary>What every event says of its feed and class.</summary>
    public static readonly (string Name, string Value)[] Fields =
    [
        ("classification.identifier", "open-http"),
        ("classification.taxonomy", "other"),
        ("classification.type", "other"),
        ("feed.accuracy", "100.0"),
        ("feed.name", "Accessible HTTP"),
        ("feed.provider", "Example"),
        ("protocol.application", "http"),
        ("time.observation", "2026-11-21T00:00:00+00:00"),
    ];

    public static Report Report(byte[] raw)
    {
        var report = new Report(raw, Schema.Default);
        report.Set("feed.accuracy", "100");
        report.Set("feed.name", "Accessible HTTP");
        report.Set("feed.provider", "Example");
        report.Set("time.observation", "2026-11-21T00:00:00+00:00");
        return report;
    }
}
