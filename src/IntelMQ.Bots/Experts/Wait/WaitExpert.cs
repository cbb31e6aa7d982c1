using System.Text.Json.Serialization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="WaitExpert"/>.</summary>
public sealed class WaitExpertOptions : BotOptions
{
    /// <summary><c>sleep_time</c>: the seconds that each event waits; 0 for none.</summary>
    public double? SleepTime { get; set; }

    /// <summary><c>queue_name</c>: in IntelMQ the Redis queue that is waited for; not supported here.</summary>
    public string? QueueName { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (SleepTime is { } seconds && !(seconds >= 0 && seconds <= TimeSpan.FromDays(1).TotalSeconds))
            complaints.Add("sleep_time must be a number of seconds from 0 to 86400.");
        if (!string.IsNullOrEmpty(QueueName))
            complaints.Add("queue_name is not supported, since queues here wait for their readers by themselves: leave it out, or give sleep_time.");
    }
}

/// <summary>Lets each event wait for a time before it passes.</summary>
public sealed class WaitExpert : AsyncExpert
{
    private readonly TimeSpan _time;

    /// <summary>Creates the expert.</summary>
    public WaitExpert(WaitExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert.</summary>
    public WaitExpert(WaitExpertOptions options, BotServices services)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(WaitExpert));
        _time = TimeSpan.FromSeconds(options.SleepTime ?? 0);
    }

    /// <inheritdoc/>
    public override int MaxInFlight => 1;

    internal static BotDescriptor Descriptor => BotDescriptor.For<WaitExpert, WaitExpertOptions>(
        "intelmq.bots.experts.wait.expert",
        BotKind.Expert,
        "Lets each event wait for a time.",
        WaitJson.Default.WaitExpertOptions,
        static (options, services) => new WaitExpert(options, services));

    /// <inheritdoc/>
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        if (_time > TimeSpan.Zero)
            await Task.Delay(_time, Services.Time, cancellationToken).ConfigureAwait(false);
        return Verdict.Keep;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WaitExpertOptions))]
internal sealed partial class WaitJson : JsonSerializerContext;
