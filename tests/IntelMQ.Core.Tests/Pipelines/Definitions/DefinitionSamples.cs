using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

/// <summary>Definitions for tests, and such as are made at random.</summary>
internal static class DefinitionSamples
{
    private static readonly Gen<string> Names = Gen.Elements("parser", "a", "b-2", "c.d", "e_f", "x", "Output", "nowhere");

    private static readonly Gen<string> Words = Gen.Elements("", "text", "größer", "\"quoted\"", "line\nbreak", "12", "true", "null", "a/b\\c");

    private static readonly Gen<string> Jsons = Gen.Elements("null", "true", "0", "-1.50", "1e3", "\"\"", "\"5\"", "[]", "{}", "[1,\"x\",null]", """{"b":1,"a":{"c":[true]}}""");

    /// <summary>What any bot may have.</summary>
    private static readonly Gen<ParameterValues> Parameters =
        from names in Gen.Elements("url", "delimiter", "Names", "a b").ArrayOf()
        from values in Jsons.ArrayOf(4)
        from source in Gen.Elements(ParameterSource.Configuration, ParameterSource.IntelMQ, ParameterSource.Text)
        select ParameterValues.Create(names.Distinct().Select((name, i) => new ParameterValue(name, Json(values[i % 4]))), source);

    private static readonly Gen<BotDestination> Destination =
        from path in Gen.Elements(BotPath.Default, BotPath.OnError, "filter_match")
        from id in Names
        select new BotDestination(path, id);

    private static readonly Gen<RetryPolicy?> Retry = Gen.Elements(
        null,
        RetryPolicy.None,
        new RetryPolicy { MaxRetries = 7, Delay = TimeSpan.FromMilliseconds(1), Factor = 1.5, MaxDelay = TimeSpan.FromDays(2) });

    private static readonly Gen<TimeSpan?> Time = Gen.Elements<TimeSpan?>(null, TimeSpan.Zero, TimeSpan.FromSeconds(90), TimeSpan.FromDays(3) + TimeSpan.FromTicks(1));

    private static readonly Gen<int?> Number = Gen.Elements<int?>(null, 1, 4, int.MaxValue);

    private static readonly Gen<bool> Flag = Gen.Elements(true, false);

    /// <summary>Any bot but for its id.</summary>
    private static readonly Gen<BotDefinition> Bot =
        from texts in Gen.OneOf(Words, Gen.Constant<string>(null!)).ArrayOf(6)
        from parameters in Parameters
        from destinations in Destination.ArrayOf()
        from kind in Gen.Elements<BotKind?>(null, BotKind.Collector, BotKind.Parser, BotKind.Expert, BotKind.Output)
        from flags in Flag.ArrayOf(5)
        from numbers in Number.ArrayOf(2)
        from retry in Retry
        from interval in Time
        from jitter in Time
        select new BotDefinition
        {
            Id = "",
            Module = flags[4] ? "intelmq.bots.parsers.example.parser" : "",
            Group = kind,
            Name = texts[0],
            Description = texts[1],
            PartitionBy = texts[2],
            SourceQueue = string.IsNullOrEmpty(texts[3]) ? null : texts[3],
            Cron = texts[4],
            CronZone = texts[5],
            CronJitter = jitter,
            Parameters = parameters,
            Destinations = [.. destinations.Distinct()],
            Instances = numbers[0] ?? 1,
            QueueCapacity = numbers[1],
            IsOrdered = flags[0],
            HasOwnQueue = flags[1],
            IsEnabled = flags[2],
            IsForeign = flags[3],
            RunMode = flags[4] ? BotRunMode.Continuous : BotRunMode.Scheduled,
            Retry = retry,
            CollectInterval = interval,
        };

    /// <summary>Any definition, most of which could not run.</summary>
    public static Gen<PipelineDefinition> Any { get; } =
        from ids in Names.ArrayOf()
        from bots in Bot.ArrayOf(8)
        from id in Gen.Elements(PipelineDefinition.DefaultId, "other")
        from parameters in Parameters
        from numbers in Number.ArrayOf(3)
        from times in Time.ArrayOf(2)
        from retry in Retry
        select new PipelineDefinition
        {
            Id = id,
            Bots = [.. ids.Distinct().Select((name, i) => bots[i] with { Id = name })],
            Parameters = parameters,
            QueueCapacity = numbers[0],
            ReportCapacity = numbers[1],
            BatchSize = numbers[2],
            StopTimeout = times[0],
            CollectInterval = times[1],
            Retry = retry,
        };

    public static PipelineDefinition Read(string json) => DefinitionReader.FromJson(Encoding.UTF8.GetBytes(json), "runtime.json");

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static string Raw(this ParameterValues parameters, string name)
        => parameters.TryGet(name, out ParameterValue? parameter) ? parameter.Value.GetRawText() : "";

    public static string[] Texts(this IEnumerable<PipelineComplaint> complaints)
        => [.. complaints.Select(static complaint => string.Create(CultureInfo.InvariantCulture, $"{(complaint.IsWarning ? "warning: " : "")}{complaint}"))];
}
