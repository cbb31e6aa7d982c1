using System.Buffers.Binary;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Storage;

/// <summary>
/// Gives each report that is sent a number that all ids of what comes of it begin with: a new one each time, since a report may be sent on
/// purpose once more. A report that a process sent shortly before it was killed keeps its number, so that its repeat is known;
/// so does one whose sending a stop broke off.
/// </summary>
internal sealed class ReportRoots(RabbitState state, TimeSpan kept, TimeProvider time) : IDisposable
{
    private const string Space = ".rabbitmq/.reports";
    private const int MaxSent = 10_000;

    private readonly UInt128 _session = MessageIds.Random();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<UInt128, DateTimeOffset> _sent = [];
    private IStateSpace? _space;

    public void Dispose() => _gate.Dispose();

    /// <summary>Finds or makes the numbers of reports, and stores them before the reports are sent.</summary>
    public async ValueTask<Dictionary<UInt128, UInt128>> FindAsync(IReadOnlyList<OutgoingBatch> outputs, CancellationToken cancellationToken)
    {
        var roots = new Dictionary<UInt128, UInt128>();
        foreach (OutgoingBatch batch in outputs)
        {
            foreach (Outgoing outgoing in batch.Messages)
            {
                if (!outgoing.Envelope.Lineage.IsUnknown)
                    roots[outgoing.Envelope.Lineage.Report] = default;
            }
        }

        if (roots.Count == 0)
            return roots;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _space ??= await state.OpenAsync(new StateSpaceDeclaration(Space, StateSpaceKind.Values), cancellationToken).ConfigureAwait(false);
            var changes = new List<StateChange>();
            foreach (UInt128 report in roots.Keys)
                roots[report] = Find(report, changes);
            if (changes.Count > 0)
                await state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
            return roots;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reports that are stored with all that goes with them: their numbers are needed no more once the process ends as it should.</summary>
    public async ValueTask NoteSentAsync(IReadOnlyCollection<UInt128> reports)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_sent.Count >= MaxSent)
            {
                foreach ((UInt128 old, DateTimeOffset _) in _sent.Where(sent => sent.Value < now).ToArray())
                    _sent.Remove(old);
            }

            foreach (UInt128 report in reports)
                _sent[report] = now + kept;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The process ends as it should: only what it was stopped over is sent again under the same numbers.</summary>
    public async ValueTask EndAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_sent.Count > 0)
                await state.ApplyAsync([.. _sent.Keys.Select(static report => new StateChange(Space, MessageIds.KeyOf(report)) { IsRemoval = true })], CancellationToken.None).ConfigureAwait(false);
            _sent.Clear();
        }
        finally
        {
            _gate.Release();
        }
    }

    private UInt128 Find(UInt128 report, List<StateChange> changes)
    {
        byte[] key = MessageIds.KeyOf(report);
        UInt128 root = MessageIds.Random();
        if (_space!.TryGet(key, out StateEntry entry) && entry.Value.Length == 32)
        {
            UInt128 session = BinaryPrimitives.ReadUInt128BigEndian(entry.Value.Span);
            // What this process has stored is sent again on purpose.
            if (session != _session || !_sent.ContainsKey(report))
                root = BinaryPrimitives.ReadUInt128BigEndian(entry.Value.Span[16..]);
        }

        byte[] value = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(value, _session);
        BinaryPrimitives.WriteUInt128BigEndian(value.AsSpan(16), root);
        changes.Add(new StateChange(Space, key) { Value = value, Expires = time.GetUtcNow() + kept });
        _sent.Remove(report);
        return root;
    }
}
