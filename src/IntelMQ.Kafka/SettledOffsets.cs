using Confluent.Kafka;

namespace IntelMQ.Kafka;

/// <summary>
/// Which messages are dealt with. The place of a group can only say "all before this one", so that it moves up to the first message that is
/// not settled, whatever is settled behind it.
/// </summary>
internal sealed class SettledOffsets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, Queue<Taken>> _taken = [];

    /// <summary>Notes a message that was taken.</summary>
    /// <returns>What is to be told that it is settled.</returns>
    public Taken Take(TopicPartitionOffset place)
    {
        var taken = new Taken(place);
        lock (_lock)
        {
            if (!_taken.TryGetValue(place.TopicPartition, out Queue<Taken>? queue))
                _taken[place.TopicPartition] = queue = new Queue<Taken>();
            queue.Enqueue(taken);
        }

        return taken;
    }

    /// <summary>Notes that a message is settled.</summary>
    /// <returns>Where the group is to go on, where it can be moved; null where an earlier message is still under way.</returns>
    public TopicPartitionOffset? Settle(Taken taken)
    {
        lock (_lock)
        {
            taken.IsSettled = true;
            // The partition may have been given to another member meanwhile.
            if (!_taken.TryGetValue(taken.Place.TopicPartition, out Queue<Taken>? queue))
                return null;
            Taken? last = null;
            while (queue.TryPeek(out Taken? first) && first.IsSettled)
                last = queue.Dequeue();
            return last is null ? null : new TopicPartitionOffset(last.Place.TopicPartition, last.Place.Offset + 1);
        }
    }

    /// <summary>Forgets partitions that are no longer this member's.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            foreach (TopicPartition partition in partitions)
                _taken.Remove(partition);
        }
    }

    /// <summary>A message that was taken.</summary>
    internal sealed class Taken(TopicPartitionOffset place)
    {
        public TopicPartitionOffset Place { get; } = place;

        public bool IsSettled { get; set; }
    }
}
