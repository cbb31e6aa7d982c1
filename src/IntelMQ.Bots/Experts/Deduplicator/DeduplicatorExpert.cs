using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Lookups;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="DeduplicatorExpert"/>.</summary>
public sealed class DeduplicatorExpertOptions : BotOptions
{
    /// <summary><c>filter_keys</c>: the fields that do not count (or alone count), as list or with commas.</summary>
    public TextList FilterKeys { get; set; } = ["raw", "time.observation"];

    /// <summary><c>filter_type</c>: whether all fields but <c>filter_keys</c> count, or only these.</summary>
    public FilterType FilterType { get; set; } = FilterType.Blacklist;

    /// <summary><c>bypass</c>: lets all events pass.</summary>
    public bool Bypass { get; set; }

    /// <summary><c>redis_cache_ttl</c>: for how many seconds an event is remembered, counted from the first of its kind; 0 for ever.</summary>
    public long RedisCacheTtl { get; set; } = 86400;

    /// <summary><c>max_keys</c>: how many events are remembered at most; the oldest make room. This project's own.</summary>
    public long MaxKeys { get; set; } = 1_000_000;

    /// <summary>
    /// <c>state_file</c>: where the events are remembered between runs; a relative path counts from the host's folder for states.
    /// Nothing is kept by default. This project's own.
    /// </summary>
    public string? StateFile { get; set; }

    /// <summary><c>save_interval</c>: the seconds between two saves of the state file; at the end it is saved anyway. This project's own.</summary>
    public int SaveInterval { get; set; } = 60;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (RedisCacheTtl is < 0 or > int.MaxValue)
            complaints.Add($"redis_cache_ttl is {RedisCacheTtl}, but must be a number of seconds, or 0 for ever.");
        if (MaxKeys is < 1 or > 4_000_000_000)
            complaints.Add($"max_keys is {MaxKeys}, but must be 1 to 4000000000.");
        if (SaveInterval < 1)
            complaints.Add($"save_interval is {SaveInterval}, but must be at least 1 second.");
        StateFileName.Validate(StateFile, complaints);
    }
}

/// <summary>Drops events that were seen before: those whose hash over the fields that count (<see cref="MessageHash"/>) is known.</summary>
/// <remarks>
/// The first event of its kind sets the time when it is forgotten; its duplicates do not renew it. An event that holds none of the fields
/// that count passes. Events are remembered when the host commits, so that none is lost when what was sent could not be stored; without
/// a host, call <see cref="Commit"/> now and then.
/// </remarks>
public sealed class DeduplicatorExpert : Expert, ITransactional
{
    private const int KeptCapacity = 1 << 16;

    private readonly DeduplicatorExpertOptions _options;
    private readonly HashFilter _filter;
    private readonly IDeduplicationCache _cache;
    private readonly DeduplicationState? _state;
    private readonly List<DeduplicationKey> _pending = [];
    private HashSet<DeduplicationKey> _pendingSet = [];
    private long _evictions;

    /// <summary>Creates the expert.</summary>
    public DeduplicatorExpert(DeduplicatorExpertOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the expert, which remembers in memory.</summary>
    public DeduplicatorExpert(DeduplicatorExpertOptions options, BotServices services)
        : this(options, services, null)
    {
    }

    /// <summary>Creates the expert with a cache of its owner's, who also saves it; <c>max_keys</c> and <c>state_file</c> do not count.</summary>
    public DeduplicatorExpert(DeduplicatorExpertOptions options, BotServices services, IDeduplicationCache? cache)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(DeduplicatorExpert));
        _options = options;
        _filter = options.FilterType == FilterType.Whitelist ? HashFilter.Only(options.FilterKeys) : HashFilter.AllBut(options.FilterKeys);
        var memory = cache is null ? new MemoryDeduplicationCache(options.MaxKeys, services.Time) : cache as MemoryDeduplicationCache;
        _cache = cache ?? memory!;
        Memory = memory;
        if (cache is not null || string.IsNullOrEmpty(options.StateFile))
            return;
        StateFile = Path.GetFullPath(Path.Combine(services.StateFolder ?? "", options.StateFile));
        _state = new DeduplicationState(memory!, StateFile, options.RedisCacheTtl > 0 ? TimeSpan.FromSeconds(options.RedisCacheTtl) : null, services.Time, Log);
    }

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.Single;

    /// <inheritdoc/>
    public override string? StateFile { get; }

    /// <summary>How many events were forgotten before their time, for want of room.</summary>
    public long Evictions => Memory?.Evictions ?? 0;

    internal static BotDescriptor Descriptor => BotDescriptor.For<DeduplicatorExpert, DeduplicatorExpertOptions>(
        "intelmq.bots.experts.deduplicator.expert",
        BotKind.Expert,
        "Drops events that were seen before.",
        DeduplicatorJson.Default.DeduplicatorExpertOptions,
        static (options, services) => new DeduplicatorExpert(options, services));

    internal MemoryDeduplicationCache? Memory { get; }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _state?.Start(TimeSpan.FromSeconds(_options.SaveInterval));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        if (_options.Bypass)
            return Verdict.Keep;
        Span<byte> hash = stackalloc byte[MessageHash.Size];
        if (MessageHash.Compute(message, _filter, hash) == 0)
            return Verdict.Keep;
        var key = DeduplicationKey.FromHash(hash);
        if (_cache.Contains(key) || !_pendingSet.Add(key))
            return Verdict.Drop;
        _pending.Add(key);
        return Verdict.Keep;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_pending.Count == 0)
            return;
        _cache.AddIfAbsent(CollectionsMarshal.AsSpan(_pending), TimeSpan.FromSeconds(_options.RedisCacheTtl));
        Forget();
        long evictions = Evictions;
        if (evictions != _evictions)
            BotMetrics.DeduplicatorEvictions.Add(evictions - _evictions);
        _evictions = evictions;
    }

    /// <inheritdoc/>
    public void Rollback() => Forget();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _state?.Stop();
        return base.DisposeAsync();
    }

    private void Forget()
    {
        _pending.Clear();
        // Clearing takes as long as the set once was large.
        if (_pendingSet.Capacity > KeptCapacity)
            _pendingSet = [];
        _pendingSet.Clear();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeduplicatorExpertOptions))]
internal sealed partial class DeduplicatorJson : JsonSerializerContext;
