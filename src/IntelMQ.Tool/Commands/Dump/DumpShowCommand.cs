using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Failures;
using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump show</c>: failures with their messages.</summary>
internal static class DumpShowCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        Option<OutputType> type = CommonOptions.Type();
        var truncate = new Option<int>("--truncate") { Description = "How many characters of raw are shown; 0 for all.", DefaultValueFactory = static _ => 1000 };
        var choice = new DumpChoice();
        var command = new Command("show", "Shows failures: a line each, or, of those that are chosen (--number, --reason, --all), with their messages as JSON.\n\nExample:\n  intelmq dump show csv-parser --number 0,2") { truncate, config, state, dumps, type };
        choice.AddTo(command);
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                bool isChosen = choice.Complaint(arguments) is null;
                bool isJson = arguments.GetValue(type) == OutputType.Json;
                var entries = new JsonArray();
                int count = 0;
                foreach ((string bot, IDump dump, IReadOnlyList<int> numbers) in await choice.FindAsync(arguments, place.Shelf, cancellationToken).ConfigureAwait(false))
                {
                    await using (dump.ConfigureAwait(false))
                    {
                        await foreach (DumpedMessage entry in dump.ReadAsync(numbers, cancellationToken).ConfigureAwait(false))
                        {
                            count++;
                            if (isJson)
                                entries.Add((JsonNode)DumpDescription.ToJson(entry, Math.Max(0, arguments.GetValue(truncate))));
                            else if (isChosen)
                                Answer.Write(DumpDescription.ToJson(entry, Math.Max(0, arguments.GetValue(truncate))));
                            else
                                await Console.Out.WriteLineAsync($"{bot} {DumpDescription.ToLine(entry)}").ConfigureAwait(false);
                        }

                        if (dump.Fault is not null)
                            await Console.Error.WriteLineAsync($"{dump.Place}: {dump.Fault}").ConfigureAwait(false);
                    }
                }

                if (isJson)
                    Answer.Write(entries);
                if (count == 0)
                    await Console.Error.WriteLineAsync("There are no such failures.").ConfigureAwait(false);
                return count == 0 ? 1 : 0;
            }
        }));
        return command;
    }
}
