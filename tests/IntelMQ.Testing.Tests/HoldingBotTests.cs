using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Testing.Tests;

public sealed class HoldingBotTests
{
    [Fact]
    public async Task A_session_hands_out_what_is_due_by_the_clock()
    {
        using var services = new TestServices();
        await using BotSession session = await BotSession.StartAsync(new Delay(services.Services), services.Logs, CancellationToken.None);
        await session.SendAsync(EventOf("a"), CancellationToken.None);
        session.ReleaseDue();
        Assert.Empty(session.Run.Events);

        services.Clock.Advance(TimeSpan.FromMinutes(1));
        // What is due goes out before what comes next is counted into it.
        await session.SendAsync(EventOf("a"), CancellationToken.None);
        Assert.Single(session.Run.Events);
        session.EndInput();
        Assert.Equal(2, session.Run.Events.Count);
    }

    [Fact]
    public async Task An_event_that_fails_is_kept_and_another_that_was_held_goes_out()
    {
        BotRun run = await BotHarness.RunAsync(static services => new Delay(services), EventOf("a"), EventOf("breaks"), EventOf("breaks later"));
        Assert.Equal("a", run.Event[Fields.Comment]);
        Assert.Equal(["Broken.", "Broken later."], run.Failures.Select(static failure => failure.Reason));
    }

    [Fact]
    public async Task Other_bots_have_nothing_to_hand_out()
    {
        await using BotSession session = await BotSession.StartAsync(new Passing(), CancellationToken.None);
        session.EndInput();
        Assert.Throws<InvalidOperationException>(session.ReleaseDue);
    }

    private static Event EventOf(string comment) => new() { [Fields.Comment] = comment };

    private sealed class Passing : Expert
    {
        public override Verdict Process(Event message) => Verdict.Keep;
    }

    private sealed class Delay(BotServices services) : HoldingExpert(services, 10)
    {
        public override Verdict Process(Event message)
        {
            string comment = message[Fields.Comment]!;
            if (comment == "breaks")
                throw new InvalidOperationException("Broken.");
            Held.Hold(comment, new HeldEvent(message, Services.Time.GetUtcNow().AddMinutes(1)));
            return Verdict.Drop;
        }

        public override Event? Release(HeldEvent held)
            => held.Event[Fields.Comment] == "breaks later" ? throw new InvalidOperationException("Broken later.") : held.Event.Clone();
    }
}
