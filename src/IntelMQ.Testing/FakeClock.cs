using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Testing;

/// <summary>
/// .NET's clock for tests, <see cref="FakeTimeProvider"/>: it stands still until it is moved, and timers fire while it is moved, each at its own
/// time. It also says how many timers wait, so that a test knows when the code under test has begun to wait.
/// </summary>
/// <example><code>var clock = new FakeClock();
/// clock.Advance(TimeSpan.FromHours(1));</code></example>
public sealed class FakeClock : FakeTimeProvider
{
    private int _pending;

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
    public int PendingTimers => Volatile.Read(ref _pending);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new CountedTimer(this, callback, state);
        timer.Attach(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class CountedTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly Lock _gate = new();
        private ITimer _timer = null!;
        private bool _waits;
        private bool _repeats;
        private bool _isDisposed;

        public void Attach(ITimer timer) => _timer = timer;

        public void Fire(object? nothing)
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return;
                Count(_waits && _repeats);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return false;
                _repeats = period > TimeSpan.Zero;
                Count(dueTime != Timeout.InfiniteTimeSpan);
            }

            // Outside, since what is due at once fires here.
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                Count(false);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Count(bool waits)
        {
            if (waits != _waits)
                Interlocked.Add(ref clock._pending, waits ? 1 : -1);
            _waits = waits;
        }
    }
}
