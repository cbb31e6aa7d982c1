using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Hosting.Operation;
using IntelMQ.Tool.Commands.Alerts;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump own</c>: who takes care of failures of one kind.</summary>
internal static class DumpOwnCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        var bot = new Argument<string>("bot") { Description = "The bot that failed." };
        var owner = new Argument<string>("owner") { Description = "Who takes care of it; an empty text for nobody." };
        var reason = new Option<string?>("--reason", "-r") { Description = "Only of the reasons that hold this text, upper or lower case alike. Default: of all that the bot has now." };
        var note = new Option<string?>("--note") { Description = "What others should know." };
        var until = new Option<string?>("--until") { Description = "Acknowledged until when: a time (2027-01-31T08:00Z), or how long from now (30m, 8h, 3d); 0 for no longer." };
        var command = new Command("own", "Says who takes care of failures of one kind, those that a bot keeps for one reason. It stays when they are gone, and counts for those that come.\n\nExample:\n  intelmq dump own csv-parser alice --reason 'source.ip' --note \"asked the provider\"") { bot, owner, reason, note, until, config, state, dumps };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            (string id, string name) = (arguments.GetRequiredValue(bot), arguments.GetRequiredValue(owner));
            DateTimeOffset? time = arguments.GetValue(until) is { } given ? AlertsCommand.Until(given, TimeProvider.System.GetUtcNow()) : null;
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                string text = arguments.GetValue(reason) ?? "";
                string[] reasons = [.. (await place.Shelf.ListAsync(cancellationToken).ConfigureAwait(false))
                    .Where(dump => dump.BotId == id)
                    .SelectMany(static dump => dump.Reasons)
                    .Select(static one => one.Reason)
                    .Where(one => one.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Distinct(StringComparer.Ordinal)];
                foreach (string one in reasons)
                {
                    place.Care.Change(KeyOf(id, one), care => new AlertCare(
                        name.Length == 0 ? null : name,
                        arguments.GetValue(note) ?? care.Note,
                        arguments.GetValue(until) is null ? care.AcknowledgedUntil : time));
                }

                if (reasons.Length == 0)
                    await Console.Error.WriteLineAsync($"'{id}' keeps no failures for such a reason.").ConfigureAwait(false);
                return reasons.Length > 0 ? 0 : 1;
            }
        }));
        return command;
    }

    /// <summary>Names failures of one kind: the bot and the reason, without what changes from failure to failure.</summary>
    public static string KeyOf(string bot, string reason) => $"reason:{bot}:{reason}";

    /// <summary>Adds who takes care to a JSON object; nothing where nobody does.</summary>
    public static JsonObject With(JsonObject described, AlertCare care)
    {
        if (care.Owner is { } owner)
            described["owner"] = owner;
        if (care.Note is { } note)
            described["note"] = note;
        if (care.AcknowledgedUntil is { } until)
            described["acknowledged_until"] = until.ToString("O", CultureInfo.InvariantCulture);
        return described;
    }

    /// <summary>Who takes care, in words behind a line; empty where nobody does.</summary>
    public static string Words(AlertCare care, DateTimeOffset now)
    {
        string words = care.Owner is { } owner ? $" Owner: {owner}." : "";
        if (care.Note is { } note)
            words += $" Note: {note}";
        return care.AcknowledgedUntil > now ? words + string.Create(CultureInfo.InvariantCulture, $" Acknowledged until {care.AcknowledgedUntil:yyyy-MM-dd HH:mm}.") : words;
    }
}
