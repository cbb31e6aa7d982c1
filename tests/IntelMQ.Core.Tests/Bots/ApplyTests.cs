using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots;

public sealed class ApplyTests
{
    private sealed class CountingExpert : Expert
    {
        public int Starts { get; private set; }

        public bool FailsToStart { get; set; }

        public override ValueTask StartAsync(CancellationToken cancellationToken)
        {
            Starts++;
            return FailsToStart ? throw new IOException("no file") : ValueTask.CompletedTask;
        }

        public override Verdict Process(Event message)
        {
            message[Fields.Comment] = "seen";
            return message.Contains(Fields.Source.Ip) ? Verdict.Keep : throw new InvalidOperationException("no address");
        }
    }

    private sealed class WaitingExpert : AsyncExpert
    {
        public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
        {
            message[Fields.Comment] = "seen";
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return Verdict.Drop;
        }
    }

    private sealed class ManyExpert : BatchExpert
    {
        public override ValueTask ProcessAsync(IReadOnlyList<BatchItem> batch, CancellationToken cancellationToken)
        {
            BatchItem item = Assert.Single(batch);
            item.Event[Fields.Comment] = "seen";
            item.Verdict = Verdict.To("other");
            item.Error = item.Event.Contains(Fields.Source.Ip) ? null : new IOException("no address");
            return ValueTask.CompletedTask;
        }
    }

    private static Event WithAddress() => new() { ["source.ip"] = "192.0.2.7" };

    [Fact]
    public async Task An_expert_looks_at_events_without_a_host_and_is_started_once()
    {
        await using var expert = new CountingExpert();
        Event message = WithAddress();
        Assert.Equal(Verdict.Keep, await expert.ApplyAsync(message));
        await expert.ApplyAsync(message);
        Assert.Equal("seen", message[Fields.Comment]);
        Assert.Equal(1, expert.Starts);
    }

    [Fact]
    public async Task A_start_that_failed_is_tried_again_by_the_next_call()
    {
        await using var expert = new CountingExpert { FailsToStart = true };
        await Assert.ThrowsAsync<IOException>(async () => await expert.ApplyAsync(WithAddress()));
        expert.FailsToStart = false;
        Assert.Equal(Verdict.Keep, await expert.ApplyAsync(WithAddress()));
        Assert.Equal(2, expert.Starts);
    }

    [Fact]
    public async Task What_an_expert_throws_leaves_the_event_as_it_was()
    {
        var message = new Event();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new CountingExpert().ApplyAsync(message));
        await Assert.ThrowsAsync<IOException>(async () => await new ManyExpert().ApplyAsync(message));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await new WaitingExpert().ApplyAsync(message, new CancellationToken(canceled: true)));
        Assert.Equal(0, message.Count);
    }

    [Fact]
    public async Task Experts_that_wait_and_experts_that_take_many_are_called_the_same_way()
    {
        Event message = WithAddress();
        Assert.Equal(Verdict.Drop, await new WaitingExpert().ApplyAsync(message));
        Assert.Equal(Verdict.To("other"), await new ManyExpert().ApplyAsync(message));
        Assert.Equal("seen", message[Fields.Comment]);
    }
}
