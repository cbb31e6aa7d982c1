using System.Collections.Frozen;
using System.Globalization;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration;

/// <summary>
/// The pause after which collectors run again, where a configuration leaves it out: IntelMQ's <c>rate_limit</c> has a default of its own for
/// each collector. 0 means at once; here that is a second, so that a source that is gone does not cost a core.
/// </summary>
public static class CollectorIntervals
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private static readonly FrozenDictionary<string, int> Seconds = new Dictionary<string, int>
    {
        ["intelmq.bots.collectors.alienvault_otx.collector"] = 3600,
        ["intelmq.bots.collectors.blueliv.collector_crimeserver"] = 3600,
        ["intelmq.bots.collectors.eset.collector"] = 3600,
        ["intelmq.bots.collectors.file.collector_file"] = 300,
        ["intelmq.bots.collectors.http.collector_http"] = 3600,
        ["intelmq.bots.collectors.http.collector_http_stream"] = 3600,
        ["intelmq.bots.collectors.mail.collector_mail_attach"] = 60,
        ["intelmq.bots.collectors.mail.collector_mail_body"] = 60,
        ["intelmq.bots.collectors.mail.collector_mail_url"] = 60,
        ["intelmq.bots.collectors.microsoft.collector_azure"] = 3600,
        ["intelmq.bots.collectors.microsoft.collector_interflow"] = 3600,
        ["intelmq.bots.collectors.misp.collector"] = 3600,
        ["intelmq.bots.collectors.misp.collector_feed"] = 3600,
        ["intelmq.bots.collectors.rsync.collector_rsync"] = 1000,
        ["intelmq.bots.collectors.rt.collector_rt"] = 3600,
        ["intelmq.bots.collectors.shadowserver.collector_reports_api"] = 86400,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The seconds that a bot's module has by default; 0 for all others.</summary>
    public static int DefaultOf(string module) => Seconds.GetValueOrDefault(module);

    /// <summary>The pause of a collector; <see langword="null"/> where it runs once each time it is started (<c>run_mode: scheduled</c>).</summary>
    public static TimeSpan? Of(RuntimeBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        if (bot.Parameter("run_mode") is { Text: "scheduled" })
            return null;
        double seconds = bot.Parameter("rate_limit") is { IsScalar: true } given && double.TryParse(given.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : DefaultOf(bot.Setting("module")?.Text ?? "");
        return TimeSpan.FromSeconds(Math.Clamp(double.IsNaN(seconds) ? 0 : seconds, Shortest.TotalSeconds, Longest.TotalSeconds));
    }
}
