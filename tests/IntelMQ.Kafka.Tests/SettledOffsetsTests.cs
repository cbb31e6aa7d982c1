using Confluent.Kafka;

namespace IntelMQ.Kafka.Tests;

public sealed class SettledOffsetsTests
{
    private static readonly TopicPartition Partition = new("events", new Partition(0));

    [Fact]
    public void The_place_moves_up_to_the_first_message_that_is_not_settled()
    {
        var offsets = new SettledOffsets();
        SettledOffsets.Taken[] taken = [.. Enumerable.Range(0, 5).Select(n => offsets.Take(new TopicPartitionOffset(Partition, new Offset(n))))];
        Assert.Null(offsets.Settle(taken[1]));
        Assert.Null(offsets.Settle(taken[3]));
        Assert.Equal(2, offsets.Settle(taken[0])!.Offset.Value);
        Assert.Equal(4, offsets.Settle(taken[2])!.Offset.Value);
        Assert.Equal(5, offsets.Settle(taken[4])!.Offset.Value);
    }

    [Fact]
    public void A_partition_that_went_to_another_member_is_not_moved()
    {
        var offsets = new SettledOffsets();
        SettledOffsets.Taken taken = offsets.Take(new TopicPartitionOffset(Partition, new Offset(0)));
        offsets.Forget([Partition]);
        Assert.Null(offsets.Settle(taken));
    }
}
