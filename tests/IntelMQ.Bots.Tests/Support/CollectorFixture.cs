using System.Text;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>What tests of collectors share.</summary>
internal static class CollectorFixture
{
    /// <summary>Starts a collector and lets it collect once; nothing is settled.</summary>
    public static async Task<List<CollectedReport>> AllAsync(Collector collector)
    {
        await collector.StartAsync(default);
        var reports = new List<CollectedReport>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
            reports.Add(report);
        return reports;
    }

    /// <summary>Starts a collector and takes so many reports; each is settled once the next is asked for, and the collector is stopped then.</summary>
    public static async Task<List<string>> TakeAsync(Collector collector, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await collector.StartAsync(patience.Token);
        var texts = new List<string>();
        if (count == 0)
            return texts;
        await foreach (CollectedReport report in collector.CollectAsync(patience.Token))
        {
            texts.Add(Text(report));
            await report.SettleAsync(patience.Token);
            if (texts.Count == count)
                break;
        }

        return texts;
    }

    public static string Text(CollectedReport report) => Encoding.UTF8.GetString(report.Report.Raw.Span);

    public static string Field(CollectedReport report, string field) => report.Report[field].ToString();
}
