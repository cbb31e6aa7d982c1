using System.Buffers.Binary;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="ThresholdExpert"/>.</summary>
public sealed partial class ThresholdExpertOptions : BotOptions
{
    /// <summary><c>threshold</c>: which event of its kind passes.</summary>
    [Range(1)]
    public long Threshold { get; set; } = 100;

    /// <summary><c>redis_cache_ttl</c>: the seconds without an event of its kind after which a count is forgotten.</summary>
    [Range(1, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary><c>filter_keys</c>: the fields that do not count (or alone count), as list or with commas.</summary>
    public FieldList FilterKeys { get; set; } = ["raw", "time.observation"];

    /// <summary><c>filter_type</c>: whether all fields but <c>filter_keys</c> count, or only these.</summary>
    public FilterType FilterType { get; set; } = FilterType.Blacklist;

    /// <summary><c>add_keys</c>: fields that the event that passes gets, with their values; an empty value removes a field.</summary>
    public IDictionary<string, PlainValue> AddKeys { get; set; } = new Dictionary<string, PlainValue>(StringComparer.Ordinal) { ["comment"] = "Threshold reached" };

    /// <summary><c>bypass</c>: lets all events pass.</summary>
    public bool Bypass { get; set; }

    /// <summary><c>max_keys</c>: how many counts are kept at most; those make room that rose longest ago. This project's own.</summary>
    [Range(1)]
    public int MaxKeys { get; set; } = 1_000_000;
}

/// <summary>Counts events of a kind (those with the same hash over the fields that count) and lets only the one pass that reaches a number.</summary>
/// <remarks>
/// Every event of its kind renews the time of the count, so a steady stream is counted for ever and reported once. The counts are part of
/// the host's state, and stored together with what was sent.
/// </remarks>
[Bot("intelmq.bots.experts.threshold.expert", BotKind.Expert, Summary = "Lets one event of a kind pass, when there were enough of them.")]
public sealed partial class ThresholdExpert : Expert
{
    private readonly ThresholdExpertOptions _options;
    private readonly HashFilter _filter;
    private readonly StateValues _counts;

    /// <summary>Creates the expert.</summary>
    public ThresholdExpert(ThresholdExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _filter = options.FilterType == FilterType.Whitelist ? HashFilter.Only(options.FilterKeys.Names) : HashFilter.AllBut(options.FilterKeys.Names);
        _counts = State.Values("counts", new StateSpaceOptions { MaxKeys = options.MaxKeys });
    }

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">A value of <c>add_keys</c> is not valid for its field.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_options.Bypass)
            return Verdict.Keep;
        Span<byte> hash = stackalloc byte[MessageHash.Size];
        MessageHash.Compute(message, _filter, hash);
        long count = Raise(hash);
        if (count != _options.Threshold)
            return Verdict.Drop;
        foreach ((string name, PlainValue value) in _options.AddKeys)
            message.Set(name, value.Value).ThrowIfRefused();
        Span<byte> digits = stackalloc byte[20];
        count.TryFormat(digits, out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
        message.Set("extra.count", FieldValue.Number(digits[..written]));
        return Verdict.Keep;
    }

    private long Raise(ReadOnlySpan<byte> kind)
    {
        long count = _counts.TryGet(kind, out ReadOnlyMemory<byte> known) && known.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(known.Span) : 0;
        Span<byte> raised = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(raised, ++count);
        _counts.Set(kind, raised, _options.CacheTtl);
        return count;
    }
}
