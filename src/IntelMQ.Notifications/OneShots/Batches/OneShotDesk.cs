using System.Globalization;
using System.Security.Cryptography;
using IntelMQ.Jobs;
using IntelMQ.Messages;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Notifications.OneShots.Uploads;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>
/// Where one-shots are prepared, confirmed and watched, step by step; each step is kept. Whatever it does is of one one-shot, never of all that waits.
/// Thread-safe. Its jobs (<see cref="Handlers"/>) have to be done by a <see cref="JobRunner"/>.
/// </summary>
public sealed partial class OneShotDesk
{
    private const int Sample = 200;
    private const int Tries = 5;

    private readonly OneShotDeskOptions _options;

    /// <summary>Makes a desk.</summary>
    /// <param name="options">What it works with.</param>
    public OneShotDesk(OneShotDeskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>What it works with.</summary>
    public OneShotDeskOptions Options => _options;

    /// <summary>Those who do its jobs.</summary>
    public IReadOnlyList<IJobHandler> Handlers => [new OneShotRowWork(this, OneShotWork.Check), new OneShotRowWork(this, OneShotWork.Contacts), new OneShotSending(this)];

    /// <summary>Begins a one-shot with a file that was uploaded: how it is written is found out, and fields are suggested.</summary>
    /// <param name="owner">Who prepares it.</param>
    /// <param name="upload">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">The file is not all there.</exception>
    public async Task<OneShot> BeginAsync(string owner, Upload upload, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(upload);
        using FileStream file = Open(upload.Id);
        IReadOnlyList<MappingPreset> presets = await PresetsAsync(cancellationToken).ConfigureAwait(false);
        TableSettings table = TableSniffer.Sniff(file);
        var oneShot = new OneShot(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner, upload.Name, upload.Id)
        {
            Created = _options.Time.GetUtcNow(),
            Table = table,
            Texts = _options.Texts,
        };
        oneShot = oneShot with { Mapping = Suggest(file, table, presets) };
        return await _options.Store.SaveAsync(oneShot, cancellationToken).ConfigureAwait(false) ?? throw Changed();
    }

    /// <summary>Finds a one-shot.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OneShot?> FindAsync(string? id, CancellationToken cancellationToken)
        => id is { Length: 32 } ? await _options.Store.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>The presets: those that people have saved, then those of the package.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<MappingPreset>> PresetsAsync(CancellationToken cancellationToken)
        => [.. await _options.Store.ListPresetsAsync(cancellationToken).ConfigureAwait(false), .. MappingPresets.All];

    /// <summary>Reads the beginning of the table.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="rows">How many rows.</param>
    public TablePreview Preview(OneShot oneShot, int rows)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        using FileStream file = Open(oneShot.UploadId);
        var reader = new TableReader(file, oneShot.Table, _options.Limits);
        TableRow[] first = [.. reader.Rows().Take(rows)];
        return new TablePreview(reader.Columns, first, reader.Problem);
    }

    /// <summary>Corrects how the file is read; fields are suggested anew.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="table">How it is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is confirmed already, or the settings cannot be.</exception>
    public async Task<OneShot> SetTableAsync(string id, TableSettings table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!char.IsAscii(table.Delimiter) || char.IsLetterOrDigit(table.Delimiter) || table.Delimiter is '"' or '\r' or '\n' || table.SkippedRows is < 0 or > 1000)
            throw new OneShotRefusedException("The delimiter is one character that is no letter, digit or quote; at most 1000 rows are passed over.");
        if (Text.CharacterSets.Find(table.Encoding) is null)
            throw new OneShotRefusedException($"There is no encoding '{Text.Printable.Of(table.Encoding)}'.");
        IReadOnlyList<MappingPreset> presets = await PresetsAsync(cancellationToken).ConfigureAwait(false);
        return await ChangeRowsAsync(id, oneShot =>
        {
            if (oneShot.Table == table)
                return oneShot;
            using FileStream file = Open(oneShot.UploadId);
            return oneShot with { Table = table, Mapping = Suggest(file, table, presets) with { Constants = oneShot.Mapping.Constants, TimeZone = oneShot.Mapping.TimeZone } };
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Suggests fields by a preset that somebody chose.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="preset">The preset's name; empty for names and content alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is confirmed already, or there is no such preset.</exception>
    public async Task<OneShot> UsePresetAsync(string id, string preset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preset);
        MappingPreset? chosen = (await PresetsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(each => each.Name == preset);
        if (chosen is null && preset.Length > 0)
            throw new OneShotRefusedException($"There is no preset '{Text.Printable.Of(preset)}'.");
        return await ChangeRowsAsync(id, oneShot =>
        {
            TablePreview preview = Preview(oneShot, Sample);
            return oneShot with { Mapping = MappingSuggester.Suggest(preview.Columns, preview.Rows, chosen, _options.Schema) with { Required = oneShot.Mapping.Required } };
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets how rows become events.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="mapping">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is confirmed already, or <see cref="TableMapping.Complaints"/> has something to say.</exception>
    public async Task<OneShot> SetMappingAsync(string id, TableMapping mapping, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        if (mapping.Complaints(_options.Schema) is { Count: > 0 } complaints)
            throw new OneShotRefusedException(complaints);
        return await ChangeRowsAsync(id, oneShot => oneShot with { Mapping = mapping }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves the columns of a one-shot as a preset for the next ones.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="name">The preset's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">The name is empty, too long, or that of a preset of the package.</exception>
    public async Task SavePresetAsync(OneShot oneShot, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        ArgumentNullException.ThrowIfNull(name);
        string shown = Text.Printable.Of(name.Trim());
        if (shown.Length is 0 or > 100 || MappingPresets.All.Any(preset => preset.Name == shown))
            throw new OneShotRefusedException("A preset has a name of up to 100 characters, which none of the package's has.");
        TableMapping mapping = oneShot.Mapping;
        await _options.Store.SavePresetAsync(
            new MappingPreset(shown, mapping.Columns)
            {
                Signs = [.. mapping.Columns.Select(static plan => plan.Column)],
                Constants = mapping.Constants,
                Defaults = mapping.Defaults,
                TimeZone = mapping.TimeZone,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all that is wrong with the rows as a CSV.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void WriteErrors(OneShot oneShot, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        using FileStream file = Open(oneShot.UploadId);
        new TableCheck().WriteErrors(file, oneShot.Table, oneShot.Mapping, _options.Limits, _options.Schema, output, cancellationToken);
    }

    /// <summary>Begins work on a one-shot, or finds what is begun already.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="kind">A kind of <see cref="OneShotWork"/>; sending is begun by <see cref="ConfirmAsync"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Job> StartAsync(OneShot oneShot, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        if (kind is not (OneShotWork.Check or OneShotWork.Contacts))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is not begun like this.");
        if (oneShot.Mapping.Complaints(_options.Schema) is { Count: > 0 } complaints)
            throw new OneShotRefusedException(complaints);
        if (kind == OneShotWork.Contacts && oneShot.Check is not { Valid: > 0 })
            throw new OneShotRefusedException("No row is valid yet: check the rows before.");
        return await _options.Jobs.AddAsync(new JobRequest(kind, oneShot.Owner) { Id = oneShot.JobOf(kind), Arguments = ArgumentsOf(oneShot) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the work of a kind on a one-shot as it stands.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="kind">A kind of <see cref="OneShotWork"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Job?> FindWorkAsync(OneShot oneShot, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        return await _options.Jobs.FindAsync(oneShot.JobOf(kind), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a draft. Of two that change it at once the second works on what the first has left.</summary>
    internal async Task<OneShot> ChangeAsync(string id, Func<OneShot, OneShot> change, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Tries; i++)
        {
            OneShot oneShot = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new OneShotRefusedException("There is no such one-shot.");
            if (await _options.Store.SaveAsync(change(oneShot), cancellationToken).ConfigureAwait(false) is { } saved)
                return saved;
        }

        throw Changed();
    }

    // What was checked and looked up before counts no more.
    private async Task<OneShot> ChangeRowsAsync(string id, Func<OneShot, OneShot> change, CancellationToken cancellationToken)
    {
        string? old = null;
        OneShot changed = await ChangeAsync(id, oneShot =>
        {
            NeedDraft(oneShot);
            old = oneShot.Round > 0 ? oneShot.Batch : null;
            return change(oneShot) with { Check = null, Contacts = null, Revision = oneShot.Revision + 1 };
        }, cancellationToken).ConfigureAwait(false);
        if (old is not null)
            await _options.Notifications.DropAsync(new DirectiveSelection(old), "the rows were changed", cancellationToken).ConfigureAwait(false);
        return changed;
    }

    private static void NeedDraft(OneShot oneShot)
    {
        if (oneShot.State != OneShotState.Draft)
            throw new OneShotRefusedException(oneShot.State == OneShotState.GivenUp ? "The one-shot was given up." : "The one-shot is confirmed: nothing of it changes any more.");
    }

    private static OneShotRefusedException Changed() => new("Somebody else is changing the one-shot. Look at it again.");

    private static string ArgumentsOf(OneShot oneShot) => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{oneShot.Id}}"}""");

    private TableMapping Suggest(FileStream file, TableSettings table, IReadOnlyList<MappingPreset> presets)
    {
        var reader = new TableReader(file, table, _options.Limits);
        TableRow[] sample = [.. reader.Rows().Take(Sample)];
        return MappingSuggester.Suggest(reader.Columns, sample, presets, _options.Schema);
    }

    private FileStream Open(string upload)
        => _options.Uploads.Open(upload) ?? throw new OneShotRefusedException("The file is not there any more, or not all of it. Upload it again.");
}
