using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>A collector, parser, expert or output: a plain class that works with no host around it.</summary>
public abstract class Bot : IAsyncDisposable
{
    private readonly Lock _starting = new();
    private ILogger? _log;
    private Task? _start;

    private protected Bot(BotServices services)
        : this(services, StateKinds.None)
    {
    }

    private protected Bot(BotServices services, StateKinds state)
    {
        ArgumentNullException.ThrowIfNull(services);
        Services = services;
        State = new BotState(services.Time, state);
    }

    private protected Bot(BotOptions options, BotServices services, StateKinds state)
        : this(services, state)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(Module);
    }

    /// <summary>The module path that the bot declares, for complaints; its class's name where it declares none.</summary>
    public virtual string Module => GetType().Name;

    /// <summary>What the host hands to the bot.</summary>
    protected BotServices Services { get; }

    /// <summary>
    /// What the bot remembers. Collectors, parsers and experts that hold events have values, synchronous experts keys as well; such a bot
    /// is not <see cref="BotConcurrency.Stateless"/>.
    /// </summary>
    protected internal BotState State { get; }

    /// <summary>The bot's log.</summary>
    protected ILogger Log => _log ??= Services.Logs.CreateLogger(GetType().FullName!);

    /// <summary>How many instances a host may run side by side.</summary>
    public virtual BotConcurrency Concurrency => BotConcurrency.Stateless;

    /// <summary>The ways out besides <c>_default</c> and <c>_on_error</c>.</summary>
    public virtual IReadOnlyList<BotPath> Paths => [];

    /// <summary>
    /// The full path of the file that the bot writes, or the template of such paths; <see langword="null"/> where it writes none. No two bots
    /// of a pipeline may write one.
    /// </summary>
    public virtual string? WrittenFile => null;

    /// <summary>Gets ready: opens files, checks what can only be checked now. Called once, before anything else.</summary>
    /// <exception cref="BotConfigurationException">The bot cannot work with its parameters; all complaints at once.</exception>
    public virtual ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    // For calls without a host: the first one starts the bot, and one after a start that failed tries it again.
    private protected Task StartOnceAsync(CancellationToken cancellationToken)
    {
        lock (_starting)
        {
            if (_start is null or { IsFaulted: true } or { IsCanceled: true })
                _start = StartAsync(cancellationToken).AsTask();
            return _start;
        }
    }

    /// <summary>Lets go of everything. May be called twice.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>How many instances of a bot a host may run side by side.</summary>
public enum BotConcurrency
{
    /// <summary>One instance serves all threads at once; nothing of one message shows in another.</summary>
    Stateless,

    /// <summary>Several instances may run, each in one thread at a time.</summary>
    PerInstance,

    /// <summary>One instance only, in one thread at a time.</summary>
    Single,
}

/// <summary>A named way out of a bot.</summary>
/// <param name="Name">The path's name, such as <c>filter_match</c>.</param>
/// <param name="IsRequired">Whether a host refuses to start where nothing is connected; otherwise messages sent there are dropped.</param>
public sealed record BotPath(string Name, bool IsRequired)
{
    /// <summary>The way out that every bot has.</summary>
    public const string Default = "_default";

    /// <summary>The way that failures take, where it is connected.</summary>
    public const string OnError = "_on_error";
}
