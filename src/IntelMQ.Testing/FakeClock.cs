using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Testing;

/// <summary>
/// .NET's clock for tests, <see cref="FakeTimeProvider"/>, which stands still until it is moved. Where that one moves at once and lets all timers
/// fire afterwards, this one stops at each timer's own time, so that what they start waits from there. It also says how many timers wait, so that
/// a test knows when the code under test has begun to wait.
/// </summary>
/// <example><code>var clock = new FakeClock();
/// clock.Advance(TimeSpan.FromHours(1));</code></example>
public sealed class FakeClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<WaitingTimer> _waiting = [];

    /// <summary>Noon of 1 January 2026, UTC.</summary>
    public FakeClock()
        : this(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that stands at a time.</summary>
    public FakeClock(DateTimeOffset now)
        : base(now.ToUniversalTime())
    {
    }

    /// <summary>How many timers wait.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Moves the clock on. Timers fire on the way, each at its own time.</summary>
    public new void Advance(TimeSpan delta)
    {
        DateTimeOffset end = GetUtcNow() + delta;
        while (NextDue(end) is { } due)
            base.Advance(due - GetUtcNow());
        base.Advance(end - GetUtcNow());
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new WaitingTimer(this, callback, state);
        timer.Attach(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    // What is due already fires when it is set.
    private DateTimeOffset? NextDue(DateTimeOffset end)
    {
        DateTimeOffset now = GetUtcNow();
        lock (_gate)
            return _waiting.Select(static timer => timer.Due).Where(due => due > now && due < end).Min(static due => (DateTimeOffset?)due);
    }

    private sealed class WaitingTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer _timer = null!;
        private TimeSpan _period;
        private bool _isDisposed;

        public DateTimeOffset Due { get; private set; }

        public void Attach(ITimer timer) => _timer = timer;

        public void Fire(object? nothing)
        {
            lock (clock._gate)
            {
                if (_isDisposed)
                    return;
                if (_period > TimeSpan.Zero)
                    Due += _period;
                else
                    clock._waiting.Remove(this);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_isDisposed)
                    return false;
                _period = period;
                clock._waiting.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.GetUtcNow() + dueTime;
                    clock._waiting.Add(this);
                }
            }

            // Outside, since what is due at once fires here.
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _isDisposed = true;
                clock._waiting.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
