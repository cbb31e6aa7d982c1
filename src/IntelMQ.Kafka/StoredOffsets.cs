using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using IntelMQ.State;

namespace IntelMQ.Kafka;

/// <summary>
/// Where a group goes on in each partition, stored together with the reports. The cluster is told later, once what was made of them is stored,
/// and hears of it in steps; a process that is killed in between goes on where its own queues say.
/// </summary>
internal sealed class StoredOffsets(StateValues values, string group)
{
    /// <summary>How long the cluster is asked where a group is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _group = group.Length <= 200 ? group : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group)));

    /// <summary>The change that is to be stored with the report of a message.</summary>
    public StateChange ChangeOf(TopicPartitionOffset message)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, message.Offset.Value + 1);
        return values.ChangeOf(KeyOf(message.TopicPartition), value);
    }

    /// <summary>Where to begin in partitions that the group's member was given: the further one of the own place and the cluster's.</summary>
    public List<TopicPartitionOffset> StartsOf(IConsumer<Ignore, byte[]> consumer, List<TopicPartition> partitions)
    {
        List<TopicPartition> known = partitions.FindAll(partition => PlaceIn(partition) is not null);
        Dictionary<TopicPartition, Offset> told = [];
        if (known.Count > 0)
        {
            try
            {
                told = consumer.Committed(known, Patience).ToDictionary(static place => place.TopicPartition, static place => place.Offset);
            }
            catch (KafkaException)
            {
                // The own places are none too far.
            }
        }

        return partitions.ConvertAll(partition => new TopicPartitionOffset(partition, StartOf(partition, told)));
    }

    /// <summary>Forgets the places up to which the cluster has been told.</summary>
    public async ValueTask ForgetAsync(IEnumerable<TopicPartitionOffset> told)
    {
        ReadOnlyMemory<byte>[] keys = [.. told.Where(place => PlaceIn(place.TopicPartition) is { } own && own == place.Offset.Value).Select(place => (ReadOnlyMemory<byte>)KeyOf(place.TopicPartition))];
        if (keys.Length == 0)
            return;
        try
        {
            await values.RemoveStoredAsync(keys, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // They stay, and say the same as the cluster.
        }
    }

    private Offset StartOf(TopicPartition partition, Dictionary<TopicPartition, Offset> told)
        => PlaceIn(partition) is { } own && (!told.TryGetValue(partition, out Offset other) || other.Value < own) ? own : Offset.Unset;

    private long? PlaceIn(TopicPartition partition)
        => values.TryGet(KeyOf(partition), out ReadOnlyMemory<byte> value) && value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value.Span) : null;

    private byte[] KeyOf(TopicPartition partition) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_group}\0{partition.Topic}\0{partition.Partition.Value}"));
}
