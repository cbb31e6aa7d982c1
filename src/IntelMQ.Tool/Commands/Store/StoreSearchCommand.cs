using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Outputs;
using IntelMQ.Store;
using IntelMQ.Text;

namespace IntelMQ.Tool.Commands.Store;

/// <summary><c>intelmq store search</c>: gives events.</summary>
internal static class StoreSearchCommand
{
    private const int PageSize = 1000;

    public static Command Create()
    {
        var options = new StoreOptions();
        var type = new Option<StoreOutput>("--type", "-t") { Description = "What events are written as: text, a line each for people; json, with their ids; jsonl, events of IntelMQ a line each; csv.", DefaultValueFactory = static _ => StoreOutput.Text };
        var sort = new Option<string>("--sort") { Description = "The field to sort by, or id.", DefaultValueFactory = static _ => "time.observation" };
        var ascending = new Option<bool>("--ascending") { Description = "The lowest first." };
        var limit = new Option<long>("--limit", "-n") { Description = "How many at most.", DefaultValueFactory = static _ => 50 };
        var who = new Option<string>("--who") { Description = "Who asks, for the log of the store: with jsonl and csv what is given out is noted where the store has a log.", DefaultValueFactory = static _ => Environment.UserName };
        var command = new Command("search", "Gives events, the newest first.\n\nExample:\n  intelmq store search \"source.ip << '192.0.2.0/24' && time.observation :after '7 days'\" --database events.db\n  intelmq store search --from 2024-05-01 --type csv --limit 1000000 --database events.db > may.csv") { type, sort, ascending, limit, who };
        options.AddPlace(command);
        options.AddCondition(command);
        command.SetAction((arguments, cancellationToken) => StoreCommand.RunAsync(
            options,
            arguments,
            async store =>
            {
                EventQuery query = options.Query(arguments, store.Schema) with { SortBy = arguments.GetRequiredValue(sort), IsAscending = arguments.GetValue(ascending), TimeLimit = TimeSpan.FromMinutes(5) };
                StoreOutput form = arguments.GetValue(type);
                long count = await WriteAsync(store, query, arguments.GetValue(limit), form, cancellationToken).ConfigureAwait(false);
                if (form is StoreOutput.Jsonl or StoreOutput.Csv && await store.ReadVersionAsync(cancellationToken).ConfigureAwait(false) > 0)
                    await store.NoteExportAsync(arguments.GetRequiredValue(who), count, $"{form}: {options.Text(arguments)}", cancellationToken).ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    private static async Task<long> WriteAsync(SqlEventStore store, EventQuery query, long limit, StoreOutput form, CancellationToken cancellationToken)
    {
        var buffer = new Utf8Buffer();
        var json = new JsonArray();
        var csv = new CsvEvents(new CsvOutputOptions().Fields.Select(static field => field.ToString()));
        if (form == StoreOutput.Csv)
        {
            csv.WriteHeader(buffer);
            await FlushAsync(buffer).ConfigureAwait(false);
        }

        long count = 0;
        while (count < limit)
        {
            query = query with { Limit = (int)Math.Min(PageSize, limit - count) };
            int page = 0;
            await foreach (StoredEvent one in store.QueryAsync(query, cancellationToken).ConfigureAwait(false))
            {
                page++;
                query = query with { After = one.Cursor };
                if (form == StoreOutput.Csv)
                    csv.Write(one.Message, buffer);
                else if (form == StoreOutput.Jsonl)
                    buffer.Append(one.Message + "\n");
                else if (form == StoreOutput.Json)
                    json.Add((JsonNode)new JsonObject { ["id"] = one.Id, ["event"] = JsonNode.Parse(one.Message.ToString()) });
                else
                    buffer.Append(LineOf(one) + "\n");
            }

            await FlushAsync(buffer).ConfigureAwait(false);
            count += page;
            if (page < query.Limit)
                break;
        }

        if (form == StoreOutput.Json)
            Answer.Write(json);
        return count;
    }

    private static async Task FlushAsync(Utf8Buffer buffer)
    {
        await Console.Out.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan)).ConfigureAwait(false);
        buffer.Clear();
    }

    private static string LineOf(StoredEvent one)
    {
        string[] shown = ["time.observation", "classification.type", "source.ip", "source.port", "source.fqdn", "source.asn", "feed.name"];
        return string.Create(CultureInfo.InvariantCulture, $"{one.Id}\t{string.Join('\t', shown.Select(name => Printable.Of(one.Message[name].ToString())))}");
    }
}
