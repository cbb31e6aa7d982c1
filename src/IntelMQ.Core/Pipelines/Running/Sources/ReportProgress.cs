using System.Buffers.Binary;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// How far reports are done whose events are on their way through queues in memory. It is part of the state, written together with what
/// bots remember of exactly those events; so after a stop or a kill a report that was half read goes on where its stored events end.
/// </summary>
internal sealed class ReportProgress
{
    /// <summary>The position of a report that is done as a whole, while its source is being put away.</summary>
    public const long All = long.MaxValue;

    // A source that nobody collects again must not leave its note for ever.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Dictionary<string, IStateSpace> _spaces = new(StringComparer.Ordinal);
    private readonly IStateStore _state;
    private readonly TimeProvider _time;

    private ReportProgress(IStateStore state, TimeProvider time)
    {
        _state = state;
        _time = time;
    }

    public static async ValueTask<ReportProgress> OpenAsync(IStateStore state, TimeProvider time, IEnumerable<string> parsers, CancellationToken cancellationToken)
    {
        var progress = new ReportProgress(state, time);
        foreach (string parser in parsers)
        {
            // No bot can open a space of that name.
            var space = new StateSpaceDeclaration($"{parser}/.progress", StateSpaceKind.Values);
            progress._spaces.Add(parser, await state.OpenAsync(space, cancellationToken).ConfigureAwait(false));
        }

        return progress;
    }

    /// <summary>How many elements of a report are done.</summary>
    public long Find(string parser, Lineage report)
    {
        if (report.IsUnknown || !_spaces.TryGetValue(parser, out IStateSpace? space))
            return 0;
        return space.TryGet(KeyOf(report), out StateEntry entry) && entry.Value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span) : 0;
    }

    /// <summary>Notes how far a report is done once a part of it is settled.</summary>
    public void Note(List<StateChange> changes, string parser, Lineage report, long position, Receipt part)
    {
        if (report.IsUnknown || !_spaces.TryGetValue(parser, out IStateSpace? space))
            return;
        byte[] value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, position);
        changes.Add(new StateChange(space.Name, KeyOf(report)) { Value = value, Expires = _time.GetUtcNow() + Kept, Receipt = part });
    }

    /// <summary>Forgets reports whose source is put away.</summary>
    public async ValueTask RemoveAsync(Lineage report, IEnumerable<string> parsers, CancellationToken cancellationToken)
    {
        byte[] key = KeyOf(report);
        StateChange[] changes = [.. parsers.Where(parser => Find(parser, report) > 0).Select(parser => new StateChange(_spaces[parser].Name, key) { IsRemoval = true })];
        if (changes.Length > 0)
            await _state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] KeyOf(Lineage report)
    {
        byte[] key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, report.Report);
        return key;
    }
}
