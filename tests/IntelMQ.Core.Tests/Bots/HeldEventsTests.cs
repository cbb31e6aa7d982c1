using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Bots;

public sealed class HeldEventsTests : IDisposable
{
    private readonly TestServices _services = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    private FakeClock Clock => _services.Clock;

    private string File => Path.Combine(_folder.FullName, "deep", "held.jsonl");

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Events_are_due_in_the_order_of_their_times()
    {
        using HeldEvents held = Create();
        Hold(held, "late", 3);
        Hold(held, "early", 1);
        Hold(held, "middle", 2);
        held.Commit();
        Assert.Equal(Clock.GetUtcNow().AddMinutes(1), held.NextDue);
        Assert.Empty(held.TakeDue(10));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["early", "middle"], Names(held.TakeDue(10)));
        Assert.Equal(["late"], Names(held.TakeAll(10)));
        Assert.Null(held.NextDue);
    }

    [Fact]
    public void What_is_due_is_not_found_and_makes_room_for_another_of_its_key()
    {
        using HeldEvents held = Create();
        Hold(held, "a", 1);
        Assert.True(held.TryGet("a", out _));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(held.TryGet("a", out _));
        Hold(held, "a", 1);
        Assert.Equal(2, held.Count);
        Assert.Single(held.TakeDue(10));
    }

    [Fact]
    public void Of_too_many_the_one_whose_time_comes_next_is_due_at_once()
    {
        using HeldEvents held = Create(capacity: 2);
        Hold(held, "a", 5);
        Hold(held, "b", 3);
        Hold(held, "c", 4);
        held.Commit();
        Assert.Equal(["b"], Names(held.TakeDue(10)));
        Assert.Equal(1, held.Evictions);
    }

    [Fact]
    public void What_is_rolled_back_never_was()
    {
        using (HeldEvents held = Create(File))
        {
            Hold(held, "a", 1);
            held.Commit();
            Assert.True(held.TryGet("a", out HeldEvent? before));
            held.Hold("a", before with { Count = 7, Due = before.Due.AddMinutes(9) });
            Hold(held, "b", 1);
            // The state may have been written already.
            held.Save();
            held.Rollback();
            Check(held);
            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(held.TakeDue(10));
            held.Rollback();
            Assert.Equal(["a"], Names(held.TakeDue(10)));
            held.Commit();
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        using HeldEvents again = Create(File);
        HeldEvent loaded = Assert.Single(again.TakeDue(10));
        Assert.Equal(("a", 1L), (loaded.Event["comment"].ToString(), loaded.Count));

        static void Check(HeldEvents held)
        {
            Assert.Equal(1, held.Count);
            Assert.True(held.TryGet("a", out HeldEvent? after));
            Assert.Equal(1, after.Count);
            Assert.Equal(after.Due, held.NextDue);
        }
    }

    [Fact]
    public void A_file_holds_what_was_committed_and_lets_go_of_what_is_done()
    {
        using (HeldEvents held = Create(File))
        {
            Hold(held, "a", 1);
            Hold(held, "b", 2);
            held.Commit();
            Assert.True(held.TryGet("a", out HeldEvent? a));
            held.Hold("a", a with { Count = 3, Last = Clock.GetUtcNow() });
            held.Commit();
            Hold(held, "not committed", 1);
        }

        using (HeldEvents again = Create(File))
        {
            Assert.Equal(2, again.Count);
            Assert.True(again.TryGet("a", out HeldEvent? a));
            Assert.Equal((3L, Clock.GetUtcNow(), "a"), (a.Count, a.Last, a.Event["comment"].ToString()));
            HeldEvent taken = again.TakeAll(1)[0];
            again.Commit();
            again.Done(taken);
            again.Commit();
        }

        using HeldEvents last = Create(File);
        Assert.Equal(["b"], Names(last.TakeAll(10)));
    }

    [Fact]
    public void A_line_that_was_cut_short_is_none_and_one_that_cannot_be_read_costs_itself_alone()
    {
        using (HeldEvents held = Create(File))
        {
            Hold(held, "a", 1);
            Hold(held, "b", 1);
            held.Commit();
        }

        string[] lines = System.IO.File.ReadAllLines(File);
        System.IO.File.WriteAllText(File, $"{lines[0]}\n{{\"id\": 99, \"due\": 5}}\n\u0001\n[]\n{{\"id\": 98, \"due\": \"2026-01-01T00:00:00Z\", \"count\": 1}}\n{lines[1]}\n{lines[0][..20]}");
        using HeldEvents again = Create(File);
        Assert.Equal(["a", "b"], Names(again.TakeAll(10)));
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message.Contains("4 of 6 lines", StringComparison.Ordinal));
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message.Contains("no whole line", StringComparison.Ordinal));
        Assert.True(System.IO.File.Exists(File + ".damaged"));
    }

    [Fact]
    public void A_file_does_not_grow_with_its_history()
    {
        using HeldEvents held = Create(File);
        string text = new('x', 10_000);
        for (int i = 0; i < 1000; i++)
        {
            held.Hold("a", new HeldEvent(EventOf(text), Clock.GetUtcNow().AddMinutes(1)));
            held.Commit();
        }

        Assert.InRange(new FileInfo(File).Length, 10_000, 2_000_000);
    }

    [Fact]
    public void A_file_that_is_in_use_is_refused()
    {
        using HeldEvents held = Create(File);
        Assert.Throws<IOException>(() => Create(File));
    }

    private static void Hold(HeldEvents held, string name, int minutes)
        => held.Hold(name, new HeldEvent(EventOf(name), held.Time.GetUtcNow().AddMinutes(minutes)));

    private static Event EventOf(string comment)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes($$"""{"comment": "{{comment}}", "extra.n": 1.50}"""), IntelMQ.Schemas.Schema.Default, out Event? message, out _));
        return message;
    }

    private static string[] Names(IEnumerable<HeldEvent> held) => [.. held.Select(static one => one.Event["comment"].ToString())];

    private HeldEvents Create(string? file = null, int capacity = 100)
    {
        var held = new HeldEvents(_services.Services, capacity, file);
        try
        {
            held.Open();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
