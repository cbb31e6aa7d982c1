using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>
/// A pipeline as data: what its bots are and how they are connected. It can be read, checked, compared and written without running anything,
/// and never changes; <c>with</c> makes another. Two are equal where everything in them is, what a reading found wrong and places in documents left aside.
/// </summary>
public sealed record PipelineDefinition
{
    /// <summary>What a pipeline is called that is given no id.</summary>
    public const string DefaultId = "intelmq";

    /// <summary>Names the pipeline in logs and metrics.</summary>
    public string Id { get; init; } = DefaultId;

    /// <summary>The bots, in the order in which they were given.</summary>
    public IReadOnlyList<BotDefinition> Bots { get; init => field = [.. value]; } = [];

    /// <summary>The parameters of all bots that have them and do not set them; IntelMQ's <c>global</c>.</summary>
    public ParameterValues Parameters { get; init; } = ParameterValues.Empty;

    /// <summary>How many events a queue holds; <see langword="null"/> for what <see cref="PipelineOptions"/> says, as with all that follow.</summary>
    public int? QueueCapacity { get; init; }

    /// <summary>How many reports a parser's queue holds.</summary>
    public int? ReportCapacity { get; init; }

    /// <summary>How many events go from bot to bot, and to an output, at once.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How long a stop waits for the work that was begun.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>The pause after which collectors run again.</summary>
    public TimeSpan? CollectInterval { get; init; }

    /// <summary>How work is tried again that an error of a service stopped.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>
    /// What was wrong with the document that this was read from; all checks include it. No part of what makes two definitions equal.
    /// </summary>
    public IReadOnlyList<PipelineComplaint> Complaints { get; init => field = [.. value]; } = [];

    /// <summary>The bot with an id; <see langword="null"/> where there is none.</summary>
    public BotDefinition? Find(string id) => Bots.FirstOrDefault(bot => bot.Id == id);

    /// <summary>
    /// The same pipeline as a host sees it that runs some of the bots: the others are <see cref="BotDefinition.IsForeign"/>.
    /// </summary>
    /// <param name="ids">The bots that run here.</param>
    public PipelineDefinition OnlyHere(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var here = new HashSet<string>(ids, StringComparer.Ordinal);
        return this with { Bots = [.. Bots.Select(bot => here.Contains(bot.Id) ? bot : bot with { IsForeign = true })] };
    }

    /// <summary>What has to be changed to make this pipeline another.</summary>
    /// <param name="after">The other.</param>
    public DefinitionDiff Diff(PipelineDefinition after)
    {
        ArgumentNullException.ThrowIfNull(after);
        return DefinitionDiff.Between(this, after);
    }

    /// <summary>
    /// Everything that is wrong with the pipeline, and what looks wrong: what a reading found, and what <see cref="Pipeline.Create(PipelineDefinition, IEnumerable{BotDescriptor}, PipelineOptions)"/>
    /// would refuse. Bots are made of their parameters for it, and let go again; nothing runs.
    /// </summary>
    /// <param name="bots">The bots that a module path may name: those of a catalogue, and those of plug-ins.</param>
    /// <param name="options">What the bots have in common, as far as the definition leaves it open.</param>
    public async ValueTask<IReadOnlyList<PipelineComplaint>> CheckAsync(IEnumerable<BotDescriptor> bots, PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(bots);
        ArgumentNullException.ThrowIfNull(options);
        var compiler = new DefinitionCompiler(this, bots, options);
        compiler.Compile();
        foreach (Bot bot in compiler.Made)
            await bot.DisposeAsync().ConfigureAwait(false);
        return compiler.Complaints;
    }

    /// <inheritdoc/>
    public bool Equals(PipelineDefinition? other)
        => other is not null
            && (ReferenceEquals(this, other)
                || (Id == other.Id
                    && (QueueCapacity, ReportCapacity, BatchSize, StopTimeout, CollectInterval) == (other.QueueCapacity, other.ReportCapacity, other.BatchSize, other.StopTimeout, other.CollectInterval)
                    && Retry == other.Retry
                    && Parameters.Equals(other.Parameters)
                    && Bots.SequenceEqual(other.Bots)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Bots.Count, Parameters.Count);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Bots.Count} bots)";
}
