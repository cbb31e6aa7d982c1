using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="AggregateExpert"/>.</summary>
public sealed partial class AggregateExpertOptions : BotOptions
{
    /// <summary><c>fields</c>: the fields that events of a kind have in common, as list or with commas.</summary>
    public FieldList Fields { get; set; } = ["classification.type", "classification.identifier"];

    /// <summary><c>threshold</c>: of how many events a kind is sent on; kinds of fewer are not.</summary>
    [Range(1)]
    public long Threshold { get; set; } = 10;

    /// <summary><c>timespan</c>: for how long events are counted from the first of their kind, such as <c>1 hour</c>.</summary>
    public string Timespan { get; set; } = "1 hour";

    /// <summary>
    /// <c>max_keys</c>: how many kinds are counted at once; of more, the one whose time ends next ends at once. This project's own.
    /// </summary>
    [Range(1)]
    public int MaxKeys { get; set; } = 100_000;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!RelativeTime.TryParse(Timespan, out TimeSpan span) || span <= TimeSpan.Zero || span > TimeSpan.FromDays(3650))
            complaints.Add($"timespan is '{Timespan}', but must be a number and a unit from second to year, such as 1 hour, and at most 10 years.");
    }
}

/// <summary>
/// Counts events of a kind (those with the same hash over the fields named) for a time, and then sends the first of them on, with
/// how many there were, where there were enough.
/// </summary>
/// <remarks>
/// The event sent is the first of its kind with <c>time.source</c> as the first had it (or its <c>time.observation</c>, or when it came),
/// <c>extra.count</c>, and <c>extra.time_end</c>, the time of the last. An event that has an integer of 1 or more as <c>extra.count</c>
/// counts so often. Events are sent when their time has come, whether others arrive or not. Where the host's state ends with the process,
/// all counts end when the input ends, and collectors with an interval wait for the counts of what they collected.
/// </remarks>
[Bot("intelmq.bots.experts.aggregate.expert", BotKind.Expert, Summary = "Counts events of a kind for a time and sends one on, where there were enough.")]
public sealed partial class AggregateExpert : HoldingExpert
{
    private readonly AggregateExpertOptions _options;
    private readonly HashFilter _filter;
    private readonly TimeSpan _span;

    /// <summary>Creates the expert.</summary>
    public AggregateExpert(AggregateExpertOptions options, BotServices services)
        : base(options, services, options.MaxKeys)
    {
        _options = options;
        _filter = HashFilter.Only(options.Fields.Names);
        _span = RelativeTime.TryParse(options.Timespan, out TimeSpan span) ? span : default;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        DateTimeOffset now = Services.Time.GetUtcNow();
        DateTimeOffset time = message[Fields.Time.Source] ?? message[Fields.Time.Observation] ?? now;
        long count = message["extra.count"].TryGetInt64(out long counted) && counted >= 1 ? counted : 1;
        string key = MessageHash.ComputeText(message, _filter);
        if (Held.TryGet(key, out HeldEvent? held))
        {
            Held.Hold(key, held with { Count = count > long.MaxValue - held.Count ? long.MaxValue : held.Count + count, Last = time });
            return Verdict.Drop;
        }

        message.Set(Fields.Time.Source, time);
        Held.Hold(key, new HeldEvent(message, now + _span) { Count = count, Last = time });
        return Verdict.Drop;
    }

    /// <inheritdoc/>
    public override Event? Release(HeldEvent held)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.Count < _options.Threshold)
            return null;
        Event message = held.Event.Clone();
        var text = new Utf8Buffer(32);
        FieldCodec.Int64.Write(held.Count, text);
        message.Set("extra.count", FieldValue.Number(text.WrittenSpan)).ThrowIfRefused();
        text.Clear();
        FieldCodec.DateTimeOffset.Write(held.Last ?? held.Due, text);
        message.Set("extra.time_end", FieldValue.Text(text.WrittenSpan)).ThrowIfRefused();
        return message;
    }
}
