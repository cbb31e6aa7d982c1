using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Commands.Db;

/// <summary><c>intelmq db</c>: the table of events.</summary>
internal static class DbCommand
{
    private const string OutputModule = "intelmq.bots.outputs.sql.output";

    public static Command Create()
    {
        var command = new Command("db", "Makes the table of events.\n\nExample:\n  intelmq db init --jsonb > initdb.sql");
        command.Subcommands.Add(Init());
        return command;
    }

    private static Command Init()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        var bot = new Option<string?>("--bot") { Description = "The SQL output of the configuration whose table is made, or given the columns that it lacks, by that bot's parameters. Without it the SQL is written." };
        var engine = new Option<string>("--engine") { Description = "The database: postgresql, sqlite, mssql or mysql.", DefaultValueFactory = static _ => "postgresql" };
        var table = new Option<string>("--table") { Description = "The table's name.", DefaultValueFactory = static _ => "events" };
        var jsonb = new Option<bool>("--jsonb") { Description = "PostgreSQL: jsonb in place of json." };
        var raws = new Option<bool>("--separate-raws") { Description = "raw in a table of its own, with a view over both." };
        var events = new Option<bool>("--no-events") { Description = "Leave the table of events out." };
        var key = new Option<string?>("--partition-key") { Description = "PostgreSQL: the column whose ranges divide the table, such as time.observation." };
        var missing = new Option<bool>("--skip-or-replace") { Description = "Pass over what is there already." };
        var large = new Option<bool>("--large-numbers") { Description = "64 bits for whole numbers: IntelMQ's integer refuses numbers of autonomous systems above 2147483647." };
        var command = new Command("init", "Writes the SQL that makes the table of events, as intelmq_psql_initdb does; or makes the table (--bot). The fields are those of harmonization.conf where --config names a folder.\n\nExample:\n  intelmq db init --jsonb --skip-or-replace | psql intelmq-events\n  intelmq db init --bot postgresql-output --config /opt/intelmq/etc") { bot, engine, table, jsonb, raws, events, key, missing, large, config };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            if (arguments.GetValue(bot) is { } id)
                return await MakeAsync(Workplace.Of(arguments.GetValue(config), null).Load(), id, cancellationToken).ConfigureAwait(false);
            if (!SqlText.TryGetEngine(arguments.GetValue(engine), out SqlEngine kind))
                throw new ArgumentException($"There is no database '{arguments.GetValue(engine)}'; there are postgresql, sqlite, mssql and mysql.");
            string? file = arguments.GetValue(config) is { } folder ? Path.Combine(folder.FullName, "harmonization.conf") : null;
            await Console.Out.WriteAsync(EventTableScript.Create(kind, new EventTableOptions
            {
                Schema = file is not null && File.Exists(file) ? Schema.Load(file) : Schema.Default,
                Table = arguments.GetRequiredValue(table),
                Jsonb = arguments.GetValue(jsonb),
                SeparateRaws = arguments.GetValue(raws),
                WithoutEvents = arguments.GetValue(events),
                PartitionKey = arguments.GetValue(key),
                IfMissing = arguments.GetValue(missing),
                LargeNumbers = arguments.GetValue(large),
            })).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    // The bot itself makes its table when it starts.
    private static async Task<int> MakeAsync(RuntimeConfiguration configuration, string id, CancellationToken cancellationToken)
    {
        PipelineDefinition definition = configuration.ToDefinition(Installed.Bots);
        BotDefinition bot = definition.Find(id) ?? throw new ArgumentException($"There is no bot '{id}'.");
        if (bot.Module != OutputModule)
            throw new ArgumentException($"{id} is {bot.Module}, and no {OutputModule}.");
        using ILoggerFactory logs = Workplace.Logs(LogLevel.Warning);
        using var connections = new HttpConnections();
        JsonObject parameters = JsonNode.Parse(bot.Parameters.Over(definition.Parameters, static _ => true).ToJson().GetRawText())!.AsObject();
        BotDescriptor descriptor = Installed.Bots.Get(OutputModule);
        foreach (string unknown in parameters.Select(static parameter => parameter.Key).Where(name => descriptor.Parameters.All(known => known.Name != name)).ToArray())
            parameters.Remove(unknown);
        parameters["create_table"] = true;
        Bot output = ToolParameters.Create(descriptor, parameters, new BotServices { Schema = configuration.Schema, Logs = logs, Http = connections, Databases = Installed.Databases, Formats = Installed.Bots.Formats });
        await using (output.ConfigureAwait(false))
        {
            try
            {
                await output.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
            {
                throw new IOException($"The table cannot be made: {exception.Message}", exception);
            }
        }

        await Console.Error.WriteLineAsync($"The table of {id} is there.").ConfigureAwait(false);
        return 0;
    }
}
