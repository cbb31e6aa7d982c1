using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DeduplicatorExpert"/>.</summary>
public sealed partial class DeduplicatorExpertOptions : BotOptions
{
    /// <summary><c>filter_keys</c>: the fields that do not count (or alone count), as list or with commas.</summary>
    public FieldList FilterKeys { get; set; } = ["raw", "time.observation"];

    /// <summary><c>filter_type</c>: whether all fields but <c>filter_keys</c> count, or only these.</summary>
    public FilterType FilterType { get; set; } = FilterType.Blacklist;

    /// <summary><c>bypass</c>: lets all events pass.</summary>
    public bool Bypass { get; set; }

    /// <summary><c>redis_cache_ttl</c>: for how many seconds an event is remembered, counted from the first of its kind; 0 for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary><c>max_keys</c>: how many events are remembered at most; the oldest make room. This project's own.</summary>
    [Range(1, 4_000_000_000)]
    public long MaxKeys { get; set; } = 1_000_000;

    /// <summary>Bots in Python that drop the same events.</summary>
    public SharedCacheOptions Cache { get; } = new();
}

/// <summary>Drops events that were seen before: those whose hash over the fields that count (<see cref="MessageHash"/>) is known.</summary>
/// <remarks>
/// The first event of its kind sets the time when it is forgotten; its duplicates do not renew it. An event that holds none of the fields
/// that count passes. What is remembered is stored together with what was sent, on condition that nobody else was faster; so no event is
/// lost when what was sent could not be stored, and of several instances only one lets an event pass. With <c>redis_cache_host</c>, and
/// queues on that server, the keys are those of IntelMQ's deduplicator, so that bots in Python and here drop each other's duplicates.
/// </remarks>
/// <example><code>var expert = new DeduplicatorExpert(new DeduplicatorExpertOptions { CacheTtl = TimeSpan.FromHours(1) });</code></example>
[Bot("intelmq.bots.experts.deduplicator.expert", BotKind.Expert, Summary = "Drops events that were seen before.")]
public sealed partial class DeduplicatorExpert : Expert
{
    // IntelMQ's, for this kind of bot.
    private const int Database = 6;

    private readonly DeduplicatorExpertOptions _options;
    private readonly HashFilter _filter;
    private readonly StateKeys _seen;
    private readonly TimeSpan? _timeToLive;
    private long _evictions;

    /// <summary>Creates the expert.</summary>
    public DeduplicatorExpert(DeduplicatorExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _filter = options.FilterType == FilterType.Whitelist ? HashFilter.Only(options.FilterKeys.Names) : HashFilter.AllBut(options.FilterKeys.Names);
        _timeToLive = options.CacheTtl == TimeSpan.Zero ? null : options.CacheTtl;
        _seen = State.Keys("seen", new StateSpaceOptions { MaxKeys = options.MaxKeys, Shared = options.Cache.ToShared(Database) });
    }

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.PerInstance;

    /// <summary>How many events were forgotten before their time, for want of room.</summary>
    public long Evictions => _seen.Evictions;

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        if (_options.Bypass)
            return Verdict.Keep;
        Span<byte> hash = stackalloc byte[MessageHash.Size];
        if (MessageHash.Compute(message, _filter, hash) == 0)
            return Verdict.Keep;
        bool isNew = _seen.TryAdd(hash, _timeToLive);
        CountEvictions();
        return isNew ? Verdict.Keep : Verdict.Drop;
    }

    private void CountEvictions()
    {
        long evictions = _seen.Evictions;
        // A new run may begin to count anew.
        if (evictions > _evictions)
            BotMetrics.DeduplicatorEvictions.Add(evictions - _evictions);
        _evictions = evictions;
    }
}
