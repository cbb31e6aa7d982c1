using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Text;

public sealed class PatternBudgetTests
{
    [Fact]
    public void What_is_too_slow_too_often_is_refused_at_once_and_the_rest_goes_on()
    {
        var clock = new SlowClock();
        var budget = new PatternBudget(clock);
        Assert.True(PythonPattern.TryCompile("^a+b", PythonRegexOptions.None, budget, out PythonPattern? pattern, out _));
        string text = new('a', 40);
        for (int i = 0; i < 10; i++)
        {
            Assert.False(budget.IsSpent);
            clock.Step = TimeSpan.FromSeconds(1.1);
            Assert.Equal(RegexOutcome.NoMatch, pattern.Search(text.AsSpan()));
        }

        Assert.True(budget.IsSpent);
        clock.Step = TimeSpan.Zero;
        Assert.Equal(RegexOutcome.TimedOut, pattern.Search(text.AsSpan()));
        Assert.Equal(RegexOutcome.TimedOut, pattern.MatchFull(text + "b"));
        Assert.Equal(RegexOutcome.TimedOut, pattern.FirstMatch(text, out _));
        // Shorter texts never were slow.
        Assert.Equal(RegexOutcome.Match, pattern.Search("ab"u8));

        // It comes back with every search.
        for (int i = 0; i < 2000; i++)
            pattern.Search("ab"u8);
        Assert.False(budget.IsSpent);
        Assert.Equal(RegexOutcome.NoMatch, pattern.Search(text.AsSpan()));
    }

    [Fact]
    public void Patterns_share_a_budget()
    {
        var clock = new SlowClock { Step = TimeSpan.FromSeconds(6) };
        var budget = new PatternBudget(clock);
        Assert.True(PythonPattern.TryCompile("^a+b", PythonRegexOptions.None, budget, out PythonPattern? first, out _));
        Assert.True(PythonPattern.TryCompile("^a+c", PythonRegexOptions.None, budget, out PythonPattern? second, out _));
        first.Search("aaaa"u8);
        second.Search("aaaa"u8);
        Assert.Equal(RegexOutcome.TimedOut, first.Search("aaaa"u8));
        Assert.Equal(RegexOutcome.TimedOut, second.Search("aaaa"u8));
    }

    [Fact]
    public void Hostile_texts_stop_nobody()
    {
        Assert.True(PythonPattern.TryCompile("^(a|a?)+$", PythonRegexOptions.None, TimeSpan.FromMilliseconds(50), out PythonPattern? pattern, out _));
        string text = new string('a', 60) + "!";
        long started = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 5000; i++)
            Assert.NotEqual(RegexOutcome.Match, pattern.Search(text.AsSpan()));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private sealed class SlowClock : TimeProvider
    {
        private long _timestamp;

        public TimeSpan Step { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _timestamp += Step.Ticks;
    }
}
