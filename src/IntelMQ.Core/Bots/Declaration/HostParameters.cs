using System.Collections.Frozen;

namespace IntelMQ.Bots;

/// <summary>The parameters in IntelMQ's files that are the host's matter and mean nothing to a bot.</summary>
internal static class HostParameters
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "bot_id", "description", "destination_queues", "enabled", "error_dump_message", "error_log_exception", "error_log_message",
        "error_max_retries", "error_procedure", "error_retry_delay", "group", "groupname", "instances_threads", "load_balance", "module",
        "process_manager", "rate_limit", "run_mode", "source_queue", "ssl_ca_certificate");

    private static readonly string[] Prefixes =
        ["logging_", "log_processed_messages_", "statistics_", "source_pipeline_", "destination_pipeline_", "intelmqctl_"];

    public static bool Contains(string name)
        => Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
