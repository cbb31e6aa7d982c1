using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Dumps;

/// <summary>
/// Where the failures of a configuration are: the dump files of IntelMQ's bots, <c>BOTID.dump</c> in its folders of logs, and the store of
/// the bots that ran here.
/// </summary>
public sealed class DumpShelf
{
    /// <summary>The place of failures of the bots that ran here.</summary>
    public const string StateName = "state";

    private const string Extension = ".dump";

    private readonly RuntimeConfiguration _configuration;
    private readonly IReadOnlyList<string> _folders;
    private readonly IFailureStore? _store;

    /// <summary>Creates a shelf.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folders">The folders of dump files; those that are not there count as empty.</param>
    /// <param name="store">The store of the bots that ran here, where there is one; it belongs to the caller.</param>
    public DumpShelf(RuntimeConfiguration configuration, IEnumerable<string> folders, IFailureStore? store)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(folders);
        _configuration = configuration;
        _folders = [.. folders.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        _store = store;
    }

    private Schema Schema => _configuration.Schema;

    /// <summary>The folders that a configuration's bots dump to: <c>logging_path</c> of all bots and of single ones, else where IntelMQ keeps its logs.</summary>
    public static IReadOnlyList<string> FoldersOf(RuntimeConfiguration configuration, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string usual = configuration.Parameter("logging_path") is { IsScalar: true, Text.Length: > 0 } path ? path.Text : IntelMQPaths.Of(environment).Logs;
        return [.. configuration.Bots.Select(static bot => bot.Parameter("logging_path")).Where(static path => path is { IsScalar: true, Text.Length: > 0 }).Select(static path => path!.Text).Prepend(usual).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads what there is, by bot.</summary>
    public async Task<IReadOnlyList<DumpSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<DumpSummary>();
        foreach (string file in Files())
        {
            string bot = BotOf(file);
            try
            {
                DumpFile dump = await DumpFile.OpenAsync(file, Schema, cancellationToken).ConfigureAwait(false);
                await using (dump.ConfigureAwait(false))
                    all.Add(await DumpSummary.ReadAsync(bot, dump, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                all.Add(new DumpSummary(bot, file, 0) { Fault = exception.Message });
            }
        }

        foreach (string bot in await BotsOfStoreAsync(cancellationToken).ConfigureAwait(false))
            all.Add(await DumpSummary.ReadAsync(bot, (await OpenStoreAsync(bot, cancellationToken).ConfigureAwait(false))!, cancellationToken).ConfigureAwait(false));
        return [.. all.OrderBy(static dump => dump.BotId, StringComparer.Ordinal).ThenBy(static dump => dump.Place, StringComparer.Ordinal)];
    }

    /// <summary>Opens all that is kept of a bot: its dump files, then what is in the store.</summary>
    /// <exception cref="IOException">A file is held open by somebody else.</exception>
    public async Task<IReadOnlyList<IDump>> OpenAsync(string botId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(botId);
        var found = new List<IDump>();
        try
        {
            foreach (string file in Files().Where(file => BotOf(file) == botId))
                found.Add(await DumpFile.OpenAsync(file, Schema, cancellationToken).ConfigureAwait(false));
            if (await OpenStoreAsync(botId, cancellationToken).ConfigureAwait(false) is { Count: > 0 } stored)
                found.Add(stored);
            return found;
        }
        catch
        {
            foreach (IDump dump in found)
                await dump.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string BotOf(string file) => Path.GetFileName(file)[..^Extension.Length];

    private IEnumerable<string> Files() => _folders.Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal));

    private async Task<SortedSet<string>> BotsOfStoreAsync(CancellationToken cancellationToken)
    {
        var bots = new SortedSet<string>(StringComparer.Ordinal);
        if (_store is null)
            return bots;
        await foreach (StoredFailure stored in _store.ReadAsync(cancellationToken).ConfigureAwait(false))
            bots.Add(stored.Failure.BotId);
        return bots;
    }

    private async Task<StoreDump?> OpenStoreAsync(string botId, CancellationToken cancellationToken)
        => _store is null ? null : await StoreDump.OpenAsync(_store, StateName, botId, _configuration.Bots.FirstOrDefault(bot => bot.Id == botId)?.SourceQueue, cancellationToken).ConfigureAwait(false);
}
