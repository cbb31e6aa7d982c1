using System.Globalization;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>
/// The parameters of IntelMQ's files that say how a bot stands in the pipeline: they count where the definition itself leaves open what they
/// say. Found by IntelMQ's behaviour: <c>rate_limit</c> is a collector's pause in seconds, <c>error_max_retries</c> and
/// <c>error_retry_delay</c> (seconds, always the same) say how work is tried again, <c>instances_threads</c> how many instances there are,
/// <c>load_balance</c> that receivers take turns, <c>error_procedure</c> whether a bot ends with its first failure.
/// </summary>
internal static class HostSettings
{
    public static ParameterValues ParametersOf(BotDefinition bot, PipelineDefinition definition)
        => bot.Parameters.Over(definition.Parameters, static _ => true);

    public static BotDefinition Apply(BotDefinition bot, BotKind kind, BotConcurrency concurrency, ParameterValues parameters)
    {
        if (parameters.Source != ParameterSource.IntelMQ)
            return bot;
        if (bot.Retry is null && (Number(parameters, "error_max_retries") ?? Number(parameters, "error_retry_delay")) is not null)
            bot = bot with { Retry = RetryOf(parameters) };
        if (kind == BotKind.Collector && bot is { CollectInterval: null, Cron: null, RunMode: BotRunMode.Continuous } && Number(parameters, "rate_limit") is > 0 and var seconds)
            bot = bot with { CollectInterval = Seconds(seconds) };
        if (kind != BotKind.Collector && bot.Instances == 1 && concurrency != BotConcurrency.Single && Number(parameters, "instances_threads") is > 1 and var threads)
            bot = bot with { Instances = (int)Math.Min(threads, 1024) };
        return bot;
    }

    /// <summary>Whether of several receivers of one path each message goes to one only, in turn: <c>load_balance</c>.</summary>
    public static bool IsBalanced(ParameterValues parameters)
        => parameters.Source == ParameterSource.IntelMQ && parameters.TryGet("load_balance", out ParameterValue? balance) && IsTrue(balance.Value);

    /// <summary>Whether a bot is stopped when it has given something up: <c>error_procedure</c> is <c>stop</c>.</summary>
    public static bool StopsOnError(ParameterValues parameters)
        => parameters.Source == ParameterSource.IntelMQ && parameters.TryGet("error_procedure", out ParameterValue? procedure)
            && procedure.Value.ValueKind == JsonValueKind.String && procedure.Value.ValueEquals("stop");

    /// <summary>The pause after which a collector runs again; <see langword="null"/> where it runs once.</summary>
    public static TimeSpan? IntervalOf(BotDefinition bot, PipelineOptions options)
        => bot.RunMode == BotRunMode.Scheduled || bot.Cron is not null ? null : bot.CollectInterval ?? options.CollectInterval;

    private static RetryPolicy RetryOf(ParameterValues parameters)
    {
        var usual = new RetryPolicy();
        TimeSpan delay = Number(parameters, "error_retry_delay") is { } seconds ? Seconds(seconds) : TimeSpan.FromSeconds(15);
        return new RetryPolicy
        {
            MaxRetries = Number(parameters, "error_max_retries") is { } retries ? (int)Math.Clamp(retries, 0, int.MaxValue) : usual.MaxRetries,
            Delay = delay,
            Factor = 1,
            MaxDelay = delay,
        };
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, PipelineOptions.LongestWait.TotalSeconds));

    private static bool IsTrue(JsonElement value)
        => value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase));

    private static double? Number(ParameterValues parameters, string name)
    {
        if (!parameters.TryGet(name, out ParameterValue? parameter))
            return null;
        string? text = parameter.Value.ValueKind switch
        {
            JsonValueKind.Number => parameter.Value.GetRawText(),
            JsonValueKind.String => parameter.Value.GetString(),
            _ => null,
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }
}
