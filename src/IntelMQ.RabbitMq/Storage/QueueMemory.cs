using System.Buffers.Binary;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Storage;

/// <summary>
/// What is remembered beside a queue, under the ids of its messages: which are settled, how far half-done ones are (8 bytes), and how often
/// one was received (4 bytes). Both numbers are big-endian.
/// </summary>
internal sealed class QueueMemory
{
    private readonly IStateSpace _settled;
    private readonly IStateSpace _places;

    private QueueMemory(IStateSpace settled, IStateSpace places) => (_settled, _places) = (settled, places);

    /// <summary>Loads what is known of a queue. No bot can open spaces of these names.</summary>
    public static async ValueTask<QueueMemory> OpenAsync(IStateStore store, QueueName queue, int window, CancellationToken cancellationToken)
    {
        IStateSpace settled = await store.OpenAsync(new StateSpaceDeclaration($"{queue}/.settled", StateSpaceKind.Keys) { MaxKeys = window }, cancellationToken).ConfigureAwait(false);
        IStateSpace places = await store.OpenAsync(new StateSpaceDeclaration($"{queue}/.places", StateSpaceKind.Values), cancellationToken).ConfigureAwait(false);
        return new QueueMemory(settled, places);
    }

    public bool IsSettled(UInt128 id) => id != UInt128.Zero && _settled.Contains(MessageIds.KeyOf(id));

    /// <summary>How far a message is done, and how often it was received; 0 and 0 where nothing is noted.</summary>
    public (long Position, int Attempts) Find(UInt128 id)
        => id != UInt128.Zero && _places.TryGet(MessageIds.KeyOf(id), out StateEntry entry) && entry.Value.Length == 12
            ? (BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span), BinaryPrimitives.ReadInt32BigEndian(entry.Value.Span[8..]))
            : default;

    public void AddSettled(List<StateChange> changes, UInt128 id)
    {
        if (id == UInt128.Zero)
            return;
        byte[] key = MessageIds.KeyOf(id);
        changes.Add(new StateChange(_settled.Name, key));
        if (_places.Contains(key))
            changes.Add(new StateChange(_places.Name, key) { IsRemoval = true });
    }

    public void AddPlace(List<StateChange> changes, UInt128 id, long position, int attempts)
    {
        if (id == UInt128.Zero)
            return;
        byte[] value = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(value, position);
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(8), attempts);
        changes.Add(new StateChange(_places.Name, MessageIds.KeyOf(id)) { Value = value });
    }
}
