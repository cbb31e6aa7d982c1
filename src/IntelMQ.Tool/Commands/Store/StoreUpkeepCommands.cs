using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Store;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands.Store;

/// <summary><c>intelmq store retain</c>, <c>erase</c>, <c>log</c>: removes events, and tells what was removed and given out.</summary>
internal static class StoreUpkeepCommands
{
    // What an erasure in the store does not touch.
    private static readonly string[] Beyond = ["queues of brokers", "dumps and failures", "what bots hold and remember", "backups of the database", "MISP and other outputs", "mail that was sent"];

    public static Command Retain()
    {
        var options = new StoreOptions();
        var days = new Option<int>("--days") { Description = "The age in days, by time.observation, beyond which events are removed.", Required = true };
        var raw = new Option<bool>("--raw-only") { Description = "Remove only raw, and keep the events." };
        Option<string> who = Who();
        var command = new Command("retain", "Removes events that are older than they may be kept, in small steps, and notes it in the log of the store.\n\nExample:\n  intelmq store retain --days 30 --raw-only --database events.db\n  intelmq store retain \"classification.type == 'scanner'\" --days 365 --database events.db") { days, raw, who };
        options.AddPlace(command);
        options.AddCondition(command, hasTimes: false);
        command.SetAction((arguments, cancellationToken) => StoreCommand.RunAsync(
            options,
            arguments,
            async store =>
            {
                if (arguments.GetValue(days) is < 1 or > 100_000)
                    throw new ArgumentException("The age is from 1 to 100000 days.");
                var rule = new RetentionRule(TimeSpan.FromDays(arguments.GetValue(days))) { Filter = options.Condition(arguments, store.Schema), IsRawOnly = arguments.GetValue(raw) };
                long removed = await store.RetainAsync(rule, arguments.GetRequiredValue(who), cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync(rule.IsRawOnly ? $"{removed} events lost their raw." : $"{removed} events removed.").ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    public static Command Erase()
    {
        var options = new StoreOptions();
        Option<OutputType> type = CommonOptions.Type();
        var yes = new Option<bool>("--yes") { Description = "Do it; without it, only the number of events is told." };
        var reason = new Option<string>("--reason") { Description = "Why, for the log; do not repeat what is erased.", DefaultValueFactory = static _ => "" };
        Option<string> who = Who();
        var command = new Command("erase", "Removes all events that fulfil a condition, whatever their age, and says what that does not reach.\n\nExample:\n  intelmq store erase \"source.account == 'jane@example.com'\" --reason 'request 12' --yes --database events.db") { yes, reason, who, type };
        options.AddPlace(command);
        options.AddCondition(command, hasTimes: false);
        command.SetAction((arguments, cancellationToken) => StoreCommand.RunAsync(
            options,
            arguments,
            async store =>
            {
                if (string.IsNullOrWhiteSpace(options.Text(arguments)))
                    throw new ArgumentException("Name a condition: without one, all events would be erased.");
                EventFilter condition = options.Condition(arguments, store.Schema);
                bool isDone = arguments.GetValue(yes);
                long count = isDone
                    ? await store.EraseAsync(condition, arguments.GetRequiredValue(who), arguments.GetRequiredValue(reason), cancellationToken).ConfigureAwait(false)
                    : (await store.CountAsync(new EventQuery { Filter = condition, TimeLimit = TimeSpan.FromMinutes(10) }, long.MaxValue - 1, cancellationToken).ConfigureAwait(false)).Value;
                if (arguments.GetValue(type) == OutputType.Json)
                    Answer.Write(new JsonObject { ["events"] = count, ["erased"] = isDone, ["not_reached"] = new JsonArray([.. Beyond.Select(static one => (JsonNode)JsonValue.Create(one))]) });
                else
                    await Console.Out.WriteLineAsync($"{count} events {(isDone ? "erased" : "would be erased; say --yes to do it")}.\nNot reached: {string.Join(", ", Beyond)}.").ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    public static Command Log()
    {
        var options = new StoreOptions();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command("log", "Tells what was removed from the store and given out, the newest first.\n\nExample:\n  intelmq store log --database events.db") { type };
        options.AddPlace(command);
        command.SetAction((arguments, cancellationToken) => StoreCommand.RunAsync(
            options,
            arguments,
            async store =>
            {
                IReadOnlyList<StoreLogEntry> entries = await store.ReadLogAsync(null, 1000, cancellationToken).ConfigureAwait(false);
                if (arguments.GetValue(type) == OutputType.Json)
                    Answer.Write(new JsonArray([.. entries.Select(static entry => (JsonNode)new JsonObject { ["time"] = EventValue.Of(entry.Time).Text, ["who"] = entry.Who, ["action"] = entry.Action, ["events"] = entry.Events, ["detail"] = entry.Detail })]));
                else if (entries.Count == 0)
                    await Console.Error.WriteLineAsync("Nothing was removed or given out yet.").ConfigureAwait(false);
                else
                    TextTable.Write(["time", "who", "action", "events", "detail"], entries.Select(static entry => (IReadOnlyList<string>)[EventValue.Of(entry.Time).Text, entry.Who, entry.Action, StoreCommand.Of(entry.Events), entry.Detail]));
                return 0;
            }));
        return command;
    }

    private static Option<string> Who() => new("--who") { Description = "Who asks, for the log of the store.", DefaultValueFactory = static _ => Environment.UserName };
}
