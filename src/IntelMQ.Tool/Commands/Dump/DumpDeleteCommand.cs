using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Failures;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump delete</c>: forgets failures.</summary>
internal static class DumpDeleteCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        Option<OutputType> type = CommonOptions.Type();
        var yes = new Option<bool>("--yes") { Description = "Do it: what is deleted is gone for good." };
        var choice = new DumpChoice();
        var command = new Command("delete", "Forgets failures.\n\nExample:\n  intelmq dump delete csv-parser --number 0-9 --yes") { yes, config, state, dumps, type };
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
                bool isSure = arguments.GetValue(yes);
                int count = 0;
                foreach ((_, IDump dump, IReadOnlyList<int> numbers) in await choice.FindAsync(arguments, place.Shelf, cancellationToken).ConfigureAwait(false))
                {
                    await using (dump.ConfigureAwait(false))
                    {
                        count += numbers.Count(number => number < dump.Count);
                        bool isWhole = numbers.Count >= dump.Count && Enumerable.Range(0, dump.Count).All(numbers.Contains);
                        if (isSure && isWhole)
                            await dump.DeleteAsync().ConfigureAwait(false);
                        else if (isSure)
                            await dump.RemoveAsync([.. numbers], cancellationToken).ConfigureAwait(false);
                    }
                }

                if (!isSure)
                {
                    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"This forgets {count} failures for good. Say --yes to do it.")).ConfigureAwait(false);
                    return 1;
                }

                if (arguments.GetValue(type) == OutputType.Json)
                    Answer.Write(new JsonObject { ["deleted"] = count });
                else
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} deleted.")).ConfigureAwait(false);
                return count > 0 ? 0 : 1;
            }
        }));
        return command;
    }
}
