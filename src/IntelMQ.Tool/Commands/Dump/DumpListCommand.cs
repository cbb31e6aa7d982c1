using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Hosting.Operation;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump list</c>: how many failures there are of which bot, and why.</summary>
internal static class DumpListCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        Option<OutputType> type = CommonOptions.Type();
        var bot = new Argument<string?>("bot") { Description = "Only this bot, with all reasons.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists how many failures are kept, of which bot, and for which reasons: alike ones are counted together.\n\nExample:\n  intelmq dump list --config /opt/intelmq/etc") { bot, config, state, dumps, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                string? only = arguments.GetValue(bot);
                DumpSummary[] all = [.. (await place.Shelf.ListAsync(cancellationToken).ConfigureAwait(false)).Where(dump => only is null || dump.BotId == only)];
                IReadOnlyDictionary<string, AlertCare> care = place.Care.ReadCare();
                AlertCare CareOf(DumpSummary dump, string reason) => care.GetValueOrDefault(DumpOwnCommand.KeyOf(dump.BotId, reason)) ?? AlertCare.None;
                if (arguments.GetValue(type) == OutputType.Json)
                    Answer.Write(new JsonArray([.. all.Select(dump => (JsonNode)ToJson(dump, CareOf))]));
                else
                    Write(all, only is null ? 3 : int.MaxValue, CareOf);
                return 0;
            }
        }));
        return command;
    }

    private static JsonObject ToJson(DumpSummary dump, Func<DumpSummary, string, AlertCare> careOf) => new JsonObject
    {
        ["bot_id"] = dump.BotId,
        ["place"] = dump.Place,
        ["count"] = dump.Count,
        ["oldest"] = dump.Oldest,
        ["newest"] = dump.Newest,
        ["reasons"] = new JsonArray([.. dump.Reasons.Select(reason => (JsonNode)DumpOwnCommand.With(new JsonObject { ["reason"] = reason.Reason, ["count"] = reason.Count }, careOf(dump, reason.Reason)))]),
        ["fault"] = dump.Fault,
    };

    private static void Write(DumpSummary[] all, int most, Func<DumpSummary, string, AlertCare> careOf)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        if (all.Length == 0)
            Console.Out.WriteLine("There are no failures.");
        foreach (DumpSummary dump in all)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dump.BotId}: {dump.Count} in {dump.Place}{(dump.Count > 0 ? $", from {dump.Oldest} to {dump.Newest}" : "")}"));
            if (dump.Fault is not null)
                Console.Out.WriteLine($"  {dump.Fault}");
            foreach ((string reason, int count) in dump.Reasons.Take(most))
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,6}  {reason}{DumpOwnCommand.Words(careOf(dump, reason), now)}"));
            if (dump.Reasons.Count > most)
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"          and {dump.Reasons.Count - most} other reasons"));
        }
    }
}
