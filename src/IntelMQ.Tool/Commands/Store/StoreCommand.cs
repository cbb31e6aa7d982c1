using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Store;

namespace IntelMQ.Tool.Commands.Store;

/// <summary><c>intelmq store</c>: searches, counts and looks after stored events.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var command = new Command("store", "Searches and counts the events of a table of IntelMQ, and looks after it.\n\nExample:\n  intelmq store search \"classification.type == 'scanner'\" --database events.db");
        command.Subcommands.Add(Migrate());
        command.Subcommands.Add(StoreSearchCommand.Create());
        command.Subcommands.Add(Count());
        command.Subcommands.Add(StoreGroupCommand.Create());
        command.Subcommands.Add(StoreUpkeepCommands.Retain());
        command.Subcommands.Add(StoreUpkeepCommands.Erase());
        command.Subcommands.Add(StoreUpkeepCommands.Log());
        return command;
    }

    /// <summary>Runs what a subcommand does with a store; what takes too long, is said.</summary>
    public static Task<int> RunAsync(StoreOptions options, ParseResult arguments, Func<SqlEventStore, Task<int>> work, bool creates = false) => Workplace.GuardAsync(async () =>
    {
        SqlEventStore store = options.Open(arguments, creates);
        await using (store.ConfigureAwait(false))
        {
            try
            {
                return await work(store).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new IOException(exception.Message, exception);
            }
        }
    });

    private static Command Migrate()
    {
        var options = new StoreOptions();
        var command = new Command("migrate", "Makes the store, or brings it up to date: the table of events where there is none, the store's own tables beside it, indexes. Nothing is removed.\n\nExample:\n  intelmq store migrate --database events.db");
        options.AddPlace(command);
        command.SetAction((arguments, cancellationToken) => RunAsync(
            options,
            arguments,
            async store =>
            {
                IReadOnlyList<int> applied = await store.MigrateAsync(cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync(applied.Count == 0 ? "The store is up to date." : $"The store is now of version {applied[^1]}.").ConfigureAwait(false);
                return 0;
            },
            creates: true));
        return command;
    }

    private static Command Count()
    {
        var options = new StoreOptions();
        Option<OutputType> type = CommonOptions.Type();
        var most = new Option<long>("--at-most") { Description = "Where counting ends.", DefaultValueFactory = static _ => 1_000_000 };
        var command = new Command("count", "Counts events.\n\nExample:\n  intelmq store count \"source.asn == 64496\" --from 2024-05-01 --database events.db") { most, type };
        options.AddPlace(command);
        options.AddCondition(command);
        command.SetAction((arguments, cancellationToken) => RunAsync(
            options,
            arguments,
            async store =>
            {
                EventCount count = await store.CountAsync(options.Query(arguments, store.Schema), Math.Max(0, arguments.GetValue(most)), cancellationToken).ConfigureAwait(false);
                if (arguments.GetValue(type) == OutputType.Json)
                    Answer.Write(new JsonObject { ["count"] = count.Value, ["more"] = count.IsMore });
                else
                    await Console.Out.WriteLineAsync(count.ToString()).ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);
}
