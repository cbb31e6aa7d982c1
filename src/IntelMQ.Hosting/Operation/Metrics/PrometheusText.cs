using System.Globalization;
using System.Text;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>Writes how a host stands in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(HostSample sample, IReadOnlyList<Alert> alerts)
    {
        var text = new StringBuilder();
        IReadOnlyList<BotStatus> bots = sample.Status?.Bots ?? [];
        BotCounters[] counters = [.. sample.Counters.Bots.Values.OrderBy(static bot => bot.Id, StringComparer.Ordinal)];
        var queues = bots.Where(static bot => bot.Queue is not null).Select(static bot => (bot.Id, Queue: bot.Queue!.Value)).ToArray();
        Family(text, "intelmq_up", "gauge", "Whether the pipeline runs and its queues' server answers.", [([], sample.Status is { IsRunning: true } ? 1 : 0)]);
        Family(text, "intelmq_bot_running", "gauge", "Whether a bot runs here.", bots.Select(static bot => (Of(bot.Id), bot.Activity == BotActivity.Running ? 1d : 0)));
        Family(text, "intelmq_queue_messages", "gauge", "Messages that wait for a bot.", queues.Select(static one => (Of(one.Id), (double)one.Queue.Waiting)));
        Family(text, "intelmq_queue_in_work_messages", "gauge", "Messages that a bot has received and not settled.", queues.Select(static one => (Of(one.Id), (double)one.Queue.InWork)));
        Family(
            text,
            "intelmq_queue_oldest_seconds",
            "gauge",
            "How long the oldest message has waited; 0 where none waits. Left out where the queues' server does not know.",
            queues.Where(static one => one.Queue.Waiting == 0 || one.Queue.OldestSince is not null).Select(one => (Of(one.Id), one.Queue.OldestSince is { } since ? Math.Max(0, (sample.Time - since).TotalSeconds) : 0)));
        Family(text, "intelmq_bot_received_total", "counter", "Messages that a bot received.", counters.Select(static bot => (Of(bot.Id), (double)bot.Received)));
        Family(text, "intelmq_bot_sent_total", "counter", "Messages that a bot sent, by path; of an output: events that were stored.", counters.SelectMany(static bot => bot.Sent.OrderBy(static path => path.Key, StringComparer.Ordinal).Select(path => (Of(bot.Id, "path", path.Key), (double)path.Value))));
        Family(text, "intelmq_bot_failed_total", "counter", "Messages that became failures; of a parser: lines.", counters.Select(static bot => (Of(bot.Id), (double)bot.Failed)));
        Family(text, "intelmq_bot_dropped_total", "counter", "Messages that a bot ended on purpose.", counters.Select(static bot => (Of(bot.Id), (double)bot.Dropped)));
        Family(text, "intelmq_bot_retries_total", "counter", "Further attempts after an error of a service.", counters.Select(static bot => (Of(bot.Id), (double)bot.Retries)));
        Family(text, "intelmq_failures", "gauge", "Failures that are kept, by the field that refused its value or the kind of error.", sample.Failures.OrderBy(static one => one.Key).Select(static one => (Of(one.Key.Bot, "reason", one.Key.Reason), (double)one.Value)));
        Family(text, "intelmq_collector_silence_seconds", "gauge", "How long a collector has sent nothing, counted from the start of the process.", sample.Collectors.Select(static one => (Of(one.Bot), one.Silence.TotalSeconds)));
        Family(text, "intelmq_collector_interval_seconds", "gauge", "How long it is from one turn of a collector to the next.", sample.Collectors.Where(static one => one.Interval is not null).Select(static one => (Of(one.Bot), one.Interval!.Value.TotalSeconds)));
        Family(text, "intelmq_alert", "gauge", "Alerts that are raised; 0 for those that somebody has acknowledged.", alerts.Select(alert => (Of(alert.Bot, "rule", alert.Rule), alert.IsAcknowledged(sample.Time) ? 0d : 1)));
        return text.ToString();
    }

    private static (string, string)[] Of(string bot) => [("bot", bot)];

    private static (string, string)[] Of(string bot, string name, string value) => [("bot", bot), (name, value)];

    private static void Family(StringBuilder text, string name, string type, string help, IEnumerable<((string Name, string Value)[] Labels, double Value)> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (((string Name, string Value)[] labels, double value) in samples)
        {
            text.Append(name);
            for (int i = 0; i < labels.Length; i++)
                text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
            text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static string Escaped(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
