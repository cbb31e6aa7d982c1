using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntelMQ.Failures;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary><c>intelmq dump export</c>: failures as a dump file of IntelMQ's.</summary>
internal static class DumpExportCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<DirectoryInfo> dumps = DumpPlace.Folder();
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file to write, which must not be there yet. Default: standard output." };
        var choice = new DumpChoice();
        var command = new Command("export", "Writes failures as a dump file that intelmqdump reads; they stay where they are. What cannot be read is left out, and told of.\n\nExample:\n  intelmq dump export csv-parser --output csv-parser.dump") { output, config, state, dumps };
        choice.AddTo(command);
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            DumpPlace place = await DumpPlace.OpenAsync(arguments.GetValue(config), arguments.GetValue(state), arguments.GetValue(dumps), cancellationToken).ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                List<(string BotId, IDump Dump, IReadOnlyList<int> Numbers)> found = await choice.FindAsync(arguments, place.Shelf, cancellationToken).ConfigureAwait(false);
                try
                {
                    Dictionary<string, string> queues = place.Configuration.Bots.ToDictionary(static bot => bot.Id, static bot => bot.SourceQueue, StringComparer.Ordinal);
                    Stream target = arguments.GetValue(output) is { } file ? new FileStream(file.FullName, FileMode.CreateNew) : new TextStream(Console.Out);
                    long count;
                    await using (target.ConfigureAwait(false))
                        count = await IntelMQDump.ExportAsync(ReadAsync(found, cancellationToken), target, bot => queues.GetValueOrDefault(bot, $"{bot}-queue"), cancellationToken).ConfigureAwait(false);
                    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} failures written.")).ConfigureAwait(false);
                    return count > 0 ? 0 : 1;
                }
                finally
                {
                    foreach ((_, IDump dump, _) in found)
                        await dump.DisposeAsync().ConfigureAwait(false);
                }
            }
        }));
        return command;
    }

    private static async IAsyncEnumerable<StoredFailure> ReadAsync(List<(string BotId, IDump Dump, IReadOnlyList<int> Numbers)> found, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long id = 0;
        foreach ((string bot, IDump dump, IReadOnlyList<int> numbers) in found)
        {
            await foreach (DumpedMessage entry in dump.ReadAsync(numbers, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Message is { } message && DateTimeOffset.TryParse(entry.Key, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
                    yield return new StoredFailure(++id, time, new Failure(message, entry.Reason.Length > 0 ? entry.Reason : "The dump says no reason.") { BotId = bot });
                else
                    await Console.Error.WriteLineAsync($"{bot} {entry.Number} is left out: {entry.Complaint ?? "it holds no message."}").ConfigureAwait(false);
            }
        }
    }
}
