using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Http;
using IntelMQ.Pipelines;

namespace IntelMQ.Replay.Runtime;

/// <summary>Answers what a configuration means: parameters, queues, what a check says, what is listed.</summary>
internal static class RuntimeReplay
{
    private const string Unreachable = "ConnectionError";
    // Stands for the folder of the case; nothing is written there.
    private const string Root = "/nonexistent/root-of-the-case";
    private const int Port = 16379;
    private const int Database = 2;

    // What IntelMQ's bots have by default, of the parameters that cases ask for.
    private static readonly Dictionary<string, JsonNode?> Defaults = new(StringComparer.Ordinal)
    {
        ["description"] = null,
        ["destination_pipeline_broker"] = "redis",
        ["destination_pipeline_port"] = 6379,
        ["destination_queues"] = new JsonObject(),
        ["enabled"] = true,
        ["error_max_retries"] = 3,
        ["error_procedure"] = "pass",
        ["group"] = null,
        ["http_timeout_sec"] = 30,
        ["instances_threads"] = 0,
        ["load_balance"] = false,
        ["logging_level"] = "INFO",
        ["module"] = null,
        ["name"] = null,
        ["rate_limit"] = 0,
        ["run_mode"] = "continuous",
        ["source_pipeline_broker"] = "redis",
        ["source_pipeline_db"] = Database,
        ["source_pipeline_host"] = "127.0.0.1",
        ["source_pipeline_port"] = 6379,
    };

    // Defaults of parameters that appear where somebody names them.
    private static readonly Dictionary<string, JsonNode?> Others = new(StringComparer.Ordinal)
    {
        ["accuracy"] = 100,
        ["destination_pipeline_db"] = Database,
        ["destination_pipeline_host"] = "127.0.0.1",
        ["error_log_exception"] = true,
        ["error_log_message"] = false,
        ["error_dump_message"] = true,
        ["error_retry_delay"] = 15,
        ["http_proxy"] = null,
        ["https_proxy"] = null,
        ["http_verify_cert"] = true,
        ["log_processed_messages_count"] = 500,
        ["process_manager"] = "intelmq",
        ["source_pipeline_password"] = null,
        ["destination_pipeline_password"] = null,
        ["ssl_ca_certificate"] = null,
        ["statistics_database"] = 3,
        ["logging_path"] = "@ROOT@/var/log/",
        ["statistics_port"] = 6379,
        ["statistics_host"] = "127.0.0.1",
    };

    /// <summary>Answers a case.</summary>
    public static async Task<JsonObject> RunAsync(JsonElement question)
    {
        var answer = new JsonObject { ["id"] = Answers.Text(question, "id") };
        var observed = new JsonObject();
        answer["observed"] = observed;
        RuntimeConfiguration configuration;
        try
        {
            Dictionary<string, string> environment = question.TryGetProperty("environment", out JsonElement variables)
                ? variables.EnumerateObject().ToDictionary(static variable => variable.Name, static variable => variable.Value.GetString() ?? "", StringComparer.Ordinal)
                : [];
            configuration = RuntimeConfiguration.Parse((Answers.Text(question, "runtime_yaml") ?? "").Replace("@ROOT@", Root, StringComparison.Ordinal), "runtime.yaml", environment);
        }
        catch (PipelineConfigurationException exception)
        {
            Refuse(observed, exception);
            return answer;
        }

        observed["loaded"] = true;
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        using var http = new HttpConnections();
        var services = new BotServices { Http = http, Dns = new DnsResolver(), Schema = configuration.Schema };
        bool isThere = settings.Name == "redis" && settings.Port == Port;
        var lengths = settings.Database == Database && question.TryGetProperty("redis_lists", out JsonElement lists)
            ? lists.EnumerateObject().ToDictionary(static list => list.Name, static list => list.Value.GetInt64(), StringComparer.Ordinal)
            : [];
        await using var queues = new ListedQueues(lengths);
        observed["bots"] = Bots(configuration, isThere);
        observed["check_no_connections"] = await CheckAsync(configuration, null, services);
        observed["check"] = isThere ? await CheckAsync(configuration, queues, services) : new JsonObject { ["exit"] = 1, ["status"] = "error" };
        observed["list_bots_configured"] = new JsonArray(0, Listing.Configured(configuration.Bots));
        observed["list_bots_configured_quiet"] = new JsonArray(0, Listing.Configured(configuration.Bots));
        JsonObject statuses = Listing.Statuses(configuration);
        observed["status"] = new JsonArray(statuses.Any(static bot => bot.Value!.GetValue<string>() == "stopped") ? 1 : 0, statuses);
        if (!isThere)
        {
            foreach (string name in (string[])["list_queues", "list_queues_nonzero", "list_queues_count", "clear_next"])
                observed[name] = new JsonObject { ["error"] = Unreachable };
            return answer;
        }

        QueueLengths counted = await QueueLengths.ReadAsync(configuration, queues, default);
        observed["list_queues"] = new JsonArray(0, Listing.Queues(configuration, counted));
        observed["list_queues_nonzero"] = new JsonArray(0, Listing.Queues(configuration, counted));
        observed["list_queues_count"] = new JsonArray(0, new JsonObject { ["total-messages"] = counted.Total(configuration) });
        bool isKnown = QueueNames.All(configuration).Contains(Answers.Text(question, "clear") ?? "");
        observed["clear_next"] = new JsonArray(isKnown ? 0 : 2, isKnown ? "success" : "not-found");
        return answer;
    }

    private static void Refuse(JsonObject observed, PipelineConfigurationException exception)
    {
        observed["loaded"] = false;
        // The corpus names errors as the reference's library does.
        string kind = exception.Message.Contains("stands twice", StringComparison.Ordinal) ? "DuplicateKeyError" : "ParserError";
        observed["error"] = exception.Message;
        foreach (string name in (string[])["list_queues", "list_queues_nonzero", "list_queues_count", "list_bots_configured", "list_bots_configured_quiet", "status", "clear_next"])
            observed[name] = new JsonObject { ["error"] = kind };
    }

    private static async Task<JsonObject> CheckAsync(RuntimeConfiguration configuration, IBroker? queues, BotServices services)
    {
        ConfigurationReport report = await ConfigurationCheck.RunAsync(configuration, ReplayBots.All, [new RedisDescription()], queues, services, default);
        return new JsonObject
        {
            ["exit"] = report.IsPassed ? 0 : 1,
            ["status"] = report.IsPassed ? "success" : "error",
            ["lines"] = new JsonArray([.. report.Complaints.Select(static complaint => (JsonNode)new JsonArray(complaint.IsWarning ? "warning" : "error", complaint.ToString()))]),
        };
    }

    private static JsonObject Bots(RuntimeConfiguration configuration, bool isThere)
    {
        string[] names = [.. Defaults.Keys.Concat(configuration.Bots.SelectMany(static bot => bot.ParameterNames)).Append("source_queue").Distinct().Order(StringComparer.Ordinal)];
        var all = new JsonObject();
        foreach (RuntimeBot bot in configuration.Bots)
            all[bot.Id] = Bot(bot, names, isThere);
        return all;
    }

    private static JsonObject Bot(RuntimeBot bot, string[] names, bool isThere)
    {
        if (ReplayBots.Find(bot.Setting("module")?.Text) is null)
            return new JsonObject { ["error"] = "module" };
        if (!isThere)
            return new JsonObject { ["error"] = Unreachable };
        var parameters = new JsonObject();
        foreach (string name in names)
            parameters[name] = Value(bot, name);
        var one = new JsonObject
        {
            ["parameters"] = parameters,
            ["source"] = new JsonObject { ["queue"] = bot.SourceQueue, ["internal"] = bot.SourceQueue + "-internal" },
            ["destinations"] = bot.Destinations.Count == 0 ? null : Destinations(bot),
        };
        if (bot.IgnoredSettings.Count > 0)
            one["ignored_keys"] = new JsonArray([.. bot.IgnoredSettings.Select(static name => (JsonNode)name)]);
        return one;
    }

    private static JsonNode? Value(RuntimeBot bot, string name)
    {
        if (name == "source_queue")
            return bot.SourceQueue;
        DocumentNode? node = bot.Parameter(name);
        if (name == "group" && ReplayBots.Find(bot.Setting("module")?.Text) is { } known && (node is null || node.Text.Equals(known.Kind.ToString(), StringComparison.OrdinalIgnoreCase)))
            return known.Kind.ToString();
        if (name == "destination_queues" && node is { Kind: DocumentKind.Map, Entries.Count: > 0 })
            return Destinations(bot);
        if (node is not null)
            return JsonNode.Parse(node.ToJson().GetRawText().Replace(Root, "@ROOT@", StringComparison.Ordinal));
        if (name == "rate_limit")
            return CollectorIntervals.DefaultOf(bot.Setting("module")?.Text ?? "");
        return Defaults.TryGetValue(name, out JsonNode? value) || Others.TryGetValue(name, out value) ? value?.DeepClone() : "<absent>";
    }

    private static JsonObject Destinations(RuntimeBot bot)
    {
        var paths = new JsonObject();
        foreach ((string path, IReadOnlyList<string> queues) in bot.Destinations)
            paths[path] = new JsonArray([.. queues.Select(static queue => (JsonNode)queue)]);
        return paths;
    }

    private sealed class RedisDescription : IBrokerProvider
    {
        public string Name => "redis";

        public BrokerTraits Traits => BrokerTraits.Durable | BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Shared;

        public ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
