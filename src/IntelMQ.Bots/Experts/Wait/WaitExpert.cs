using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="WaitExpert"/>.</summary>
public sealed partial class WaitExpertOptions : BotOptions
{
    /// <summary><c>sleep_time</c>: the seconds that each event waits; 0 for none.</summary>
    [Range(0, 86400)]
    [Unit("seconds")]
    public TimeSpan? SleepTime { get; set; }

    /// <summary><c>queue_name</c>: in IntelMQ the Redis queue that is waited for; not supported here.</summary>
    public string? QueueName { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(QueueName))
            complaints.Add("queue_name is not supported, since queues here wait for their readers by themselves: leave it out, or give sleep_time.");
    }
}

/// <summary>Lets each event wait for a time before it passes.</summary>
[Bot("intelmq.bots.experts.wait.expert", BotKind.Expert)]
public sealed partial class WaitExpert : AsyncExpert
{
    private readonly TimeSpan _time;

    /// <summary>Creates the expert.</summary>
    public WaitExpert(WaitExpertOptions options, BotServices services)
        : base(options, services)
    {
        _time = options.SleepTime ?? TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public override int MaxInFlight => 1;

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        if (_time > TimeSpan.Zero)
            await Task.Delay(_time, Services.Time, cancellationToken).ConfigureAwait(false);
        return Verdict.Keep;
    }
}
