using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;

namespace IntelMQ.Hosting.Dumps;

/// <summary>
/// The commands of <c>intelmqdump</c>, as they are typed: <c>r IDS [QUEUE]</c> and <c>a [QUEUE]</c> send again, <c>d [IDS]</c> deletes, <c>s IDS</c> shows,
/// <c>e IDS</c> edits, <c>q</c> or the end of the input ends.
/// </summary>
/// <param name="shelf">Where the dumps are.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="target">Opens its queues, when something is sent; they belong to the caller.</param>
/// <param name="edit">Edits a text; gives <see langword="null"/> where it is to stay.</param>
/// <param name="typed">What is typed.</param>
/// <param name="answers">Takes the answers.</param>
public sealed class DumpSession(
    DumpShelf shelf,
    RuntimeConfiguration configuration,
    Func<CancellationToken, Task<IDumpTarget>> target,
    Func<string, CancellationToken, Task<string?>> edit,
    TextReader typed,
    TextWriter answers)
{
    private const string Help = "r IDS [QUEUE]: send again, a [QUEUE]: send all, s IDS: show, e IDS: edit, d IDS: delete, d: delete all, q: quit";

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many characters of <c>raw</c> are shown; 0 for all.</summary>
    public int Truncate { get; init; } = 1000;

    /// <summary>Carries commands out until there are no more, or the dump is gone.</summary>
    /// <param name="botId">The bot; <see langword="null"/> to list the dumps and ask for one, by number or by the bot's id.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    /// <returns>Whether there was such a dump.</returns>
    /// <exception cref="IOException">A dump or the queues cannot be used.</exception>
    public async Task<bool> RunAsync(string? botId, CancellationToken cancellationToken)
    {
        string? place = null;
        if (botId is null)
        {
            if (await ChooseAsync(cancellationToken).ConfigureAwait(false) is not { } chosen)
                return true;
            (botId, place) = (chosen.BotId, chosen.Place);
        }

        IReadOnlyList<IDump> found = await shelf.OpenAsync(botId, cancellationToken).ConfigureAwait(false);
        try
        {
            if (found.FirstOrDefault(dump => place is null || dump.Place == place) is not { } dump)
            {
                await answers.WriteLineAsync($"There are no failures of '{botId}'.").ConfigureAwait(false);
                return false;
            }

            foreach (IDump other in found.Where(other => place is null && other != dump))
                await answers.WriteLineAsync($"There are {other.Count} more in {other.Place}: start without a bot to choose them.").ConfigureAwait(false);
            await RunAsync(dump, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            foreach (IDump dump in found)
                await dump.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<DumpSummary?> ChooseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DumpSummary> all = await shelf.ListAsync(cancellationToken).ConfigureAwait(false);
        if (all.Count == 0)
        {
            await answers.WriteLineAsync("There are no failures.").ConfigureAwait(false);
            return null;
        }

        for (int i = 0; i < all.Count; i++)
            await answers.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i}: {all[i].BotId} ({all[i].Place}): {all[i].Fault ?? $"{all[i].Count} dumps"}")).ConfigureAwait(false);
        await AskAsync("Which one (number or bot, q to quit)? ").ConfigureAwait(false);
        string answer = (await typed.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim() ?? "";
        if (answer.Length == 0 || answer == "q")
            return null;
        DumpSummary? chosen = int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < all.Count ? all[number] : all.FirstOrDefault(dump => dump.BotId == answer);
        if (chosen is null)
            await answers.WriteLineAsync($"There is no dump '{answer}'.").ConfigureAwait(false);
        return chosen;
    }

    private async Task RunAsync(IDump dump, CancellationToken cancellationToken)
    {
        bool isListed = false;
        while (true)
        {
            if (!isListed)
                await ListAsync(dump, cancellationToken).ConfigureAwait(false);
            await AskAsync($"{Help}\n> ").ConfigureAwait(false);
            if (await typed.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
                return;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["q"])
                return;
            // After what changes nothing the list still stands above.
            isListed = words is not ["r" or "a" or "d" or "e", ..];
            if (await DoAsync(dump, words, cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    // Whether the dump is gone.
    private async Task<bool> DoAsync(IDump dump, string[] words, CancellationToken cancellationToken)
    {
        if (words is ["d"])
        {
            await dump.DeleteAsync().ConfigureAwait(false);
            return true;
        }

        if (dump.Fault is not null)
        {
            await answers.WriteLineAsync($"{dump.Fault} It can only be deleted (d) as a whole.").ConfigureAwait(false);
            return false;
        }

        switch (words)
        {
            case ["a"]:
                return await SendAsync(dump, null, null, cancellationToken).ConfigureAwait(false);
            case ["a", var queue]:
                return await SendAsync(dump, null, queue, cancellationToken).ConfigureAwait(false);
            case ["r", var ids] when NumbersOf(ids) is { } numbers:
                return await SendAsync(dump, numbers, null, cancellationToken).ConfigureAwait(false);
            case ["r", var ids, var queue] when NumbersOf(ids) is { } numbers:
                return await SendAsync(dump, numbers, queue, cancellationToken).ConfigureAwait(false);
            case ["d", var ids] when NumbersOf(ids) is { } numbers:
                await dump.RemoveAsync(numbers, cancellationToken).ConfigureAwait(false);
                return false;
            case ["s", var ids] when NumbersOf(ids) is { } numbers:
                await foreach (DumpedMessage entry in dump.ReadAsync(numbers, cancellationToken).ConfigureAwait(false))
                    await answers.WriteLineAsync(DumpDescription.ToJson(entry, Truncate).ToJsonString(Form)).ConfigureAwait(false);
                return false;
            case ["e", var ids] when NumbersOf(ids) is { } numbers:
                // From the last one on: in a store an entry that was changed becomes the last.
                foreach (int number in numbers.OrderDescending())
                {
                    if (await DumpEditing.EditAsync(dump, number, configuration.Schema, edit, cancellationToken).ConfigureAwait(false) is { } reason)
                        await answers.WriteLineAsync(reason).ConfigureAwait(false);
                }

                return false;
            case []:
                return false;
            default:
                await answers.WriteLineAsync("That is no command: numbers are parted by commas, as in 'r 0,2'.").ConfigureAwait(false);
                return false;
        }
    }

    private async Task<bool> SendAsync(IDump dump, int[]? numbers, string? queue, CancellationToken cancellationToken)
    {
        DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, numbers, queue, configuration, await target(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await answers.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Sent} sent, {result.Empty} without a message removed.")).ConfigureAwait(false);
        foreach (DumpRefusal refusal in result.Refused)
            await answers.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{refusal.Number} stays: {refusal.Reason}")).ConfigureAwait(false);
        return dump.Count == 0 && result.Sent + result.Empty > 0;
    }

    private async Task ListAsync(IDump dump, CancellationToken cancellationToken)
    {
        if (dump.Fault is not null)
            await answers.WriteLineAsync($"{dump.Place}: {dump.Fault}").ConfigureAwait(false);
        await foreach (DumpedMessage entry in dump.ReadAsync(null, cancellationToken).ConfigureAwait(false))
            await answers.WriteLineAsync(DumpDescription.ToLine(entry)).ConfigureAwait(false);
    }

    private async Task AskAsync(string question)
    {
        await answers.WriteAsync(question).ConfigureAwait(false);
        await answers.FlushAsync().ConfigureAwait(false);
    }

    private static int[]? NumbersOf(string text) => DumpNumbers.Parse(text);
}
