using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Export;

public sealed class SentEventsTests
{
    private readonly SentEvents _sent = new();

    [Fact]
    public void What_was_sent_of_a_failed_batch_is_left_out_of_all_its_parts()
    {
        Event[] batch = [new(), new(), new()];
        Assert.Equal(batch, _sent.Left(batch));
        _sent.Note(batch[0]);
        _sent.Note(batch[2]);

        // The host sends halves: one went through, one is refused, one went through.
        Assert.Empty(_sent.Left([batch[0]]));
        _sent.Forget([batch[0]]);
        Assert.Single(_sent.Left([batch[1]]));
        Assert.Empty(_sent.Left([batch[2]]));
    }

    [Fact]
    public void A_batch_that_has_gone_through_is_forgotten()
    {
        Event[] batch = [new(), new()];
        _sent.Note(batch[0]);
        _sent.Forget(batch);
        Assert.Equal(2, _sent.Left(batch).Count);
    }

    [Fact]
    public void Equal_events_are_told_apart()
    {
        Event[] batch = [new(), new()];
        _sent.Note(batch[0]);
        Assert.Same(batch[1], Assert.Single(_sent.Left(batch)));
    }
}
