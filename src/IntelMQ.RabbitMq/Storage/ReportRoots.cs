using System.Buffers.Binary;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Storage;

/// <summary>
/// Gives each report that is sent a number that all ids of what comes of it begin with: a new one each time, since a report may be sent on
/// purpose once more. A report that a process sent shortly before it was killed keeps its number, so that its repeat is known.
/// </summary>
internal sealed class ReportRoots(RabbitState state, TimeSpan kept, TimeProvider time) : IDisposable
{
    private const string Space = ".rabbitmq/.reports";
    private const int MaxNoted = 10_000;

    private readonly UInt128 _session = MessageIds.Random();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<UInt128, DateTimeOffset> _noted = [];
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

    /// <summary>The process ends as it should: no report is under way.</summary>
    public async ValueTask EndAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_noted.Count > 0)
                await state.ApplyAsync([.. _noted.Keys.Select(static report => new StateChange(Space, MessageIds.KeyOf(report)) { IsRemoval = true })], CancellationToken.None).ConfigureAwait(false);
            _noted.Clear();
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
            if (session != _session)
                root = BinaryPrimitives.ReadUInt128BigEndian(entry.Value.Span[16..]);
        }

        byte[] value = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(value, _session);
        BinaryPrimitives.WriteUInt128BigEndian(value.AsSpan(16), root);
        DateTimeOffset now = time.GetUtcNow();
        changes.Add(new StateChange(Space, key) { Value = value, Expires = now + kept });
        if (_noted.Count >= MaxNoted)
        {
            foreach ((UInt128 old, DateTimeOffset _) in _noted.Where(noted => noted.Value < now).ToArray())
                _noted.Remove(old);
        }

        _noted[report] = now + kept;
        return root;
    }
}
