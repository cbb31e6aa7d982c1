using System.CommandLine;
using IntelMQ.Failures;
using IntelMQ.Hosting.Dumps;

namespace IntelMQ.Tool.Commands.Dump;

/// <summary>Which failures a command is about.</summary>
internal sealed class DumpChoice
{
    private readonly Option<string?> _numbers = new("--number", "-n") { Description = "The numbers of entries, as 'show' tells them: 0,2,5-9." };
    private readonly Option<string?> _reason = new("--reason", "-r") { Description = "Only entries whose reason holds this text, upper or lower case alike." };
    private readonly Option<bool> _all = new("--all", "-a") { Description = "All entries." };

    public Argument<string?> Bot { get; } = new("bot") { Description = "The bot that failed.", Arity = ArgumentArity.ZeroOrOne };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Bot);
        command.Options.Add(_numbers);
        command.Options.Add(_reason);
        command.Options.Add(_all);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_numbers) is { } numbers && DumpNumbers.Parse(numbers) is null)
                result.AddError($"'{numbers}' are no numbers: say 0,2,5-9.");
            if (result.GetValue(_numbers) is not null && result.GetValue(Bot) is null)
                result.AddError("Numbers are those of one bot's entries: name the bot.");
        });
    }

    /// <summary>Says what is missing to know which entries are meant; <see langword="null"/> where nothing is.</summary>
    public string? Complaint(ParseResult arguments)
        => arguments.GetValue(_all) || arguments.GetValue(_numbers) is not null || arguments.GetValue(_reason) is not null ? null : "Say which entries: --number, --reason or --all.";

    /// <summary>The dumps that are meant, each with the numbers of its entries; the caller closes them.</summary>
    public async Task<List<(string BotId, IDump Dump, IReadOnlyList<int> Numbers)>> FindAsync(ParseResult arguments, DumpShelf shelf, CancellationToken cancellationToken)
    {
        IEnumerable<string> bots = arguments.GetValue(Bot) is { } bot ? [bot] : (await shelf.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static dump => dump.BotId).Distinct(StringComparer.Ordinal);
        var found = new List<(string, IDump, IReadOnlyList<int>)>();
        int[]? numbers = arguments.GetValue(_numbers) is { } text ? DumpNumbers.Parse(text) : null;
        foreach (string id in bots)
        {
            IReadOnlyList<IDump> dumps = await shelf.OpenAsync(id, cancellationToken).ConfigureAwait(false);
            if (numbers is not null && dumps.Count > 1)
                throw new IOException($"There are failures of '{id}' in {string.Join(" and ", dumps.Select(static dump => dump.Place))}: numbers do not tell which are meant; choose them by --reason, or by 'intelmq dump'.");
            foreach (IDump dump in dumps)
                found.Add((id, dump, await NumbersAsync(dump, numbers, arguments.GetValue(_reason), cancellationToken).ConfigureAwait(false)));
        }

        return found;
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(IDump dump, int[]? numbers, string? reason, CancellationToken cancellationToken)
    {
        if (reason is null)
            return numbers ?? [.. Enumerable.Range(0, dump.Count)];
        var matched = new List<int>();
        await foreach (DumpedMessage entry in dump.ReadAsync(numbers, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Reason.Contains(reason, StringComparison.OrdinalIgnoreCase) || DumpReason.Pattern(entry.Reason).Contains(reason, StringComparison.OrdinalIgnoreCase))
                matched.Add(entry.Number);
        }

        return matched;
    }
}
