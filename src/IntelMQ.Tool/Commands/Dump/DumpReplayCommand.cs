using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Failures;
using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump replay</c>: sends failures to their queues again.</summary>
internal static class DumpReplayCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        Option<OutputType> type = CommonOptions.Type();
        var queue = new Option<string?>("--to") { Description = "The queue to send to, instead of the one that each came from." };
        var choice = new DumpChoice();
        var command = new Command("replay", "Sends failures to their queues again, and forgets those that were sent. Ends with 1 where some could not be sent.\n\nExample:\n  intelmq dump replay csv-parser --reason 'source.ip' --config /opt/intelmq/etc") { queue, config, state, dumps, type };
        choice.AddTo(command);
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            if (choice.Complaint(arguments) is { } complaint)
            {
                await Console.Error.WriteLineAsync(complaint).ConfigureAwait(false);
                return 1;
            }

            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                (int sent, int empty) = (0, 0);
                var refused = new List<(string Bot, DumpRefusal Refusal)>();
                foreach ((string bot, IDump dump, IReadOnlyList<int> numbers) in await choice.FindAsync(arguments, place.Shelf, cancellationToken).ConfigureAwait(false))
                {
                    await using (dump.ConfigureAwait(false))
                    {
                        if (numbers.Count == 0)
                            continue;
                        DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, numbers, arguments.GetValue(queue), place.Configuration, await place.TargetAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                        sent += result.Sent;
                        empty += result.Empty;
                        refused.AddRange(result.Refused.Select(refusal => (bot, refusal)));
                    }
                }

                Write(arguments.GetValue(type), sent, empty, refused);
                return refused.Count == 0 && sent + empty > 0 ? 0 : 1;
            }
        }));
        return command;
    }

    private static void Write(OutputType type, int sent, int empty, List<(string Bot, DumpRefusal Refusal)> refused)
    {
        if (type == OutputType.Json)
        {
            Answer.Write(new JsonObject
            {
                ["sent"] = sent,
                ["empty"] = empty,
                ["refused"] = new JsonArray([.. refused.Select(static one => (JsonNode)new JsonObject { ["bot_id"] = one.Bot, ["number"] = one.Refusal.Number, ["reason"] = one.Refusal.Reason })]),
            });
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} sent, {empty} without a message removed, {refused.Count} stay."));
        foreach ((string bot, DumpRefusal refusal) in refused)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bot} {refusal.Number}: {refusal.Reason}"));
    }
}
