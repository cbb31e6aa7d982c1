using System.Buffers.Binary;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// Which reports are in the queues while their sources may still be there. A note is stored together with its report and goes when the source
/// is put away; so a process that is killed in between collects the source again, but does not send it again. For queues that outlive the
/// process.
/// </summary>
internal sealed class CollectedNotes
{
    // A source that nobody collects again must not leave its note for ever.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Dictionary<string, IStateSpace> _spaces = new(StringComparer.Ordinal);
    private readonly IStateStore _state;
    private readonly TimeProvider _time;

    private CollectedNotes(IStateStore state, TimeProvider time)
    {
        _state = state;
        _time = time;
    }

    public static async ValueTask<CollectedNotes> OpenAsync(IStateStore state, TimeProvider time, IEnumerable<string> collectors, CancellationToken cancellationToken)
    {
        var notes = new CollectedNotes(state, time);
        foreach (string collector in collectors)
        {
            // No bot can open a space of that name.
            var space = new StateSpaceDeclaration($"{collector}/.collected", StateSpaceKind.Values);
            notes._spaces.Add(collector, await state.OpenAsync(space, cancellationToken).ConfigureAwait(false));
        }

        return notes;
    }

    /// <summary>Whether a report is in the queues already, as far as this process knows.</summary>
    public bool IsKnown(string collector, Lineage report) => _spaces.TryGetValue(collector, out IStateSpace? space) && space.TryGet(KeyOf(report), out _);

    /// <summary>The note of a report, stored only where there is none yet; <see langword="null"/> where none is kept.</summary>
    public StateChange? NoteOf(string collector, Lineage report) => !_spaces.TryGetValue(collector, out IStateSpace? space)
        ? null
        : new StateChange(space.Name, KeyOf(report)) { Value = new byte[] { 1 }, Expires = _time.GetUtcNow() + Kept, Condition = StateCondition.Absent };

    /// <summary>Forgets a report whose source is put away.</summary>
    public async ValueTask RemoveAsync(string collector, Lineage report, CancellationToken cancellationToken)
    {
        if (_spaces.TryGetValue(collector, out IStateSpace? space))
            await _state.ApplyAsync([new StateChange(space.Name, KeyOf(report)) { IsRemoval = true }], cancellationToken).ConfigureAwait(false);
    }

    private static byte[] KeyOf(Lineage report)
    {
        byte[] key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, report.Report);
        return key;
    }
}
