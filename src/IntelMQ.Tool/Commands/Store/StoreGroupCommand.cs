using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Store;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands.Store;

/// <summary><c>intelmq store group</c>: counts events by what they have in common.</summary>
internal static class StoreGroupCommand
{
    public static Command Create()
    {
        var options = new StoreOptions();
        Option<OutputType> type = CommonOptions.Type();
        var by = new Option<string[]>("--by") { Description = "A field, or a field of times with hour, day, week or month behind a colon; up to three.", Required = true, AllowMultipleArgumentsPerToken = true };
        var distinct = new Option<string?>("--distinct") { Description = "A field whose different values are counted too." };
        var top = new Option<int>("--top", "-n") { Description = "How many groups at most: the largest.", DefaultValueFactory = static _ => 20 };
        var command = new Command("group", "Counts events by up to three fields or spans of time, the largest groups first.\n\nExample:\n  intelmq store group --by time.observation:day classification.type --distinct source.ip --database events.db") { by, distinct, top, type };
        options.AddPlace(command);
        options.AddCondition(command);
        command.SetAction((arguments, cancellationToken) => StoreCommand.RunAsync(
            options,
            arguments,
            async store =>
            {
                EventQuery which = options.Query(arguments, store.Schema);
                var query = new GroupQuery
                {
                    Filter = which.Filter,
                    From = which.From,
                    Until = which.Until,
                    Keys = [.. arguments.GetRequiredValue(by).Select(KeyOf)],
                    Distinct = arguments.GetValue(distinct),
                    Limit = arguments.GetValue(top),
                    TimeLimit = TimeSpan.FromMinutes(10),
                };
                IReadOnlyList<EventGroup> groups = await store.GroupAsync(query, cancellationToken).ConfigureAwait(false);
                Write(query, groups, arguments.GetValue(type));
                return 0;
            }));
        return command;
    }

    private static void Write(GroupQuery query, IReadOnlyList<EventGroup> groups, OutputType type)
    {
        if (type == OutputType.Json)
        {
            Answer.Write(new JsonArray([.. groups.Select(static group => (JsonNode)new JsonObject
            {
                ["keys"] = new JsonArray([.. group.Keys.Select(static key => (JsonNode?)key)]),
                ["count"] = group.Count,
                ["distinct"] = group.Distinct,
            })]));
            return;
        }

        string[] headers = [.. query.Keys.Select(static key => key.Field), "events", .. query.Distinct is { } field ? [$"different {field}"] : Array.Empty<string>()];
        TextTable.Write(headers, groups.Select(static group => (IReadOnlyList<string>)[.. group.Keys.Select(static key => key ?? ""), StoreCommand.Of(group.Count), .. group.Distinct is { } distinct ? [StoreCommand.Of(distinct)] : Array.Empty<string>()]));
    }

    private static GroupKey KeyOf(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0)
            return new GroupKey(text);
        return text[(colon + 1)..] switch
        {
            "hour" => new GroupKey(text[..colon], TimeBucket.Hour),
            "day" => new GroupKey(text[..colon], TimeBucket.Day),
            "week" => new GroupKey(text[..colon], TimeBucket.Week),
            "month" => new GroupKey(text[..colon], TimeBucket.Month),
            var span => throw new ArgumentException($"'{span}' is no span; there are hour, day, week and month."),
        };
    }
}
