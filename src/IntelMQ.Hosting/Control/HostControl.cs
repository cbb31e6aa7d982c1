using System.Reflection;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Control;

/// <summary>Carries out an operator's commands on the pipeline of this process.</summary>
internal sealed partial class HostControl(Pipeline pipeline, Schema schema, string configurationFolder, TimeProvider time) : IHostControl
{
    private static readonly string Version = typeof(HostControl).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly DateTimeOffset _opened = time.GetUtcNow();
    private readonly HashSet<string> _startedByName = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Takes over what the files say of bots now: those of a scope, as far as they are meant.</summary>
    public required Func<BotScope, Func<string, bool>, CancellationToken, Task> TakeOver { get; init; }

    public ValueTask<HostStatus> GetStatusAsync(CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            PipelineStatus status = await pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            PipelineDefinition definition = pipeline.Definition;
            return new HostStatus(
                Version,
                Environment.ProcessId,
                _opened,
                status.Time,
                configurationFolder,
                status.IsRunning,
                [.. status.Bots.Select(bot => Of(bot, definition.Find(bot.Id)))],
                [.. status.Orphans.Select(static queue => queue.Value)]);
        });

    public ValueTask<HostStatus> StartAsync(BotScope bots, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(bots);
            HashSet<string> running = [.. (await pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false)).Bots.Where(static bot => bot.Activity == BotActivity.Running).Select(static bot => bot.Id)];
            if (bots.Bot is not { } one || !running.Contains(one))
                await TakeOver(bots, id => !running.Contains(id), cancellationToken).ConfigureAwait(false);
            BotSelection selection = Selection(bots);
            if (bots.Bot is { } id && pipeline.Definition.Find(id) is { IsEnabled: false, IsForeign: false })
            {
                await pipeline.Control.ApplyAsync(Enabled(id, true), cancellationToken).ConfigureAwait(false);
                Note(id, isStarted: true);
            }

            await pipeline.Control.StartAsync(selection, cancellationToken).ConfigureAwait(false);
            return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        });

    public ValueTask<HostStatus> StopAsync(BotScope bots, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            await pipeline.Control.StopAsync(Selection(bots), cancellationToken).ConfigureAwait(false);
            foreach (string id in StartedByName().Where(id => bots.Bot is null || bots.Bot == id))
            {
                if (pipeline.Definition.Find(id) is { IsEnabled: true } && (bots.Group is null || KindOf(id) == bots.Group))
                {
                    await pipeline.Control.ApplyAsync(Enabled(id, false), CancellationToken.None).ConfigureAwait(false);
                    Note(id, isStarted: false);
                }
            }

            return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        });

    public ValueTask<HostStatus> RestartAsync(BotScope bots, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(bots);
            await TakeOver(bots, static _ => true, cancellationToken).ConfigureAwait(false);
            await pipeline.Control.RestartAsync(Selection(bots), cancellationToken).ConfigureAwait(false);
            return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        });

    public ValueTask<HostStatus> ReloadAsync(BotScope bots, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            ArgumentNullException.ThrowIfNull(bots);
            await TakeOver(bots, static _ => true, cancellationToken).ConfigureAwait(false);
            await pipeline.Control.ReloadAsync(Selection(bots), cancellationToken).ConfigureAwait(false);
            return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        });

    public ValueTask<HostStatus> SetEnabledAsync(string botId, bool isEnabled, CancellationToken cancellationToken = default)
        => GuardAsync(async () =>
        {
            BotDefinition bot = Find(botId);
            RuntimeFile file = RuntimeFile.OpenFolder(configurationFolder);
            file.SetSetting(botId, "enabled", DocumentNode.OfBoolean(isEnabled, null));
            file.Save();
            PipelineStatus status = await pipeline.Control.GetStatusAsync(CancellationToken.None).ConfigureAwait(false);
            bool isRunning = status.Bots.First(one => one.Id == botId).Activity == BotActivity.Running;
            if (isEnabled)
            {
                if (!bot.IsEnabled && !bot.IsForeign)
                {
                    await pipeline.Control.StopAsync(BotSelection.Bot(botId), CancellationToken.None).ConfigureAwait(false);
                    await pipeline.Control.ApplyAsync(Enabled(botId, true), CancellationToken.None).ConfigureAwait(false);
                }

                Note(botId, isStarted: false);
            }
            else if (isRunning)
            {
                Note(botId, isStarted: true);
            }
            else if (bot.IsEnabled)
            {
                await pipeline.Control.ApplyAsync(Enabled(botId, false), CancellationToken.None).ConfigureAwait(false);
            }

            return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        });

    /// <summary>A definition with the disabled bots enabled that were started by their names; those that are gone are forgotten.</summary>
    internal PipelineDefinition WithStarted(PipelineDefinition definition)
    {
        foreach (string id in StartedByName())
        {
            if (definition.Find(id) is { IsEnabled: false, IsForeign: false })
                definition = Enabled(definition, id, true);
            else
                Note(id, isStarted: false);
        }

        return definition;
    }

    private static ControlException NotRunning() => new(ControlFault.NotRunning, "The bots do not run, so their queues are not open.");

    private HostBot Of(BotStatus bot, BotDefinition? definition)
    {
        bool isEnabled = definition is null or { IsEnabled: true } && !StartedByName().Contains(bot.Id);
        HostBotState state = bot.Activity switch
        {
            BotActivity.Running => HostBotState.Running,
            BotActivity.Foreign => HostBotState.Foreign,
            _ => isEnabled ? HostBotState.Stopped : HostBotState.Disabled,
        };
        return new HostBot(bot.Id, bot.Kind, definition?.Module ?? "", state, isEnabled, bot.RunsWith)
        {
            Queue = bot.Kind == BotKind.Collector ? null : new HostQueueStatus((definition?.Queue ?? QueueName.Of(bot.Id)).Value, bot.Queue?.Waiting ?? 0, bot.Queue?.InWork ?? 0, bot.Queue?.OldestSince),
            Received = bot.Counters.Received,
            Sent = bot.Counters.Sent,
            Failed = bot.Counters.Failed,
            Dropped = bot.Counters.Dropped,
            Retries = bot.Counters.Retries,
            LastError = bot.LastError?.Reason,
            LastErrorTime = bot.LastError?.Time,
        };
    }

    private BotSelection Selection(BotScope bots)
    {
        ArgumentNullException.ThrowIfNull(bots);
        return bots.Bot is { } id ? BotSelection.Bot(Find(id).Id) : bots.Group is { } group ? BotSelection.Group(group) : BotSelection.All;
    }

    private BotDefinition Find(string id)
        => pipeline.Definition.Find(id) ?? throw new ControlException(ControlFault.NotFound, $"There is no bot '{id}'.");

    private BotKind? KindOf(string? id) => id is not null && pipeline.Counters.Bots.TryGetValue(id, out BotCounters? bot) ? bot.Kind : id is null ? null : pipeline.Definition.Find(id)?.Group;

    private PipelineDefinition Enabled(string id, bool isEnabled) => Enabled(pipeline.Definition, id, isEnabled);

    private PipelineDefinition Enabled(PipelineDefinition definition, string id, bool isEnabled)
    {
        var bots = definition.Bots.Select(bot => bot.Id == id ? bot with { IsEnabled = isEnabled } : bot).ToList();
        // As for one that is enabled from the start: whom nobody of the files sends to waits for what others put into its queue.
        if (isEnabled && KindOf(id) != BotKind.Collector && !bots.Exists(bot => bot.Destinations.Any(destination => destination.BotId == id)))
            bots.Add(RuntimeConfiguration.SenderTo(bots.First(bot => bot.Id == id), KindOf(id)));
        return definition with { Bots = bots };
    }

    private void Note(string id, bool isStarted)
    {
        lock (_gate)
            _ = isStarted ? _startedByName.Add(id) : _startedByName.Remove(id);
    }

    private string[] StartedByName()
    {
        lock (_gate)
            return [.. _startedByName];
    }

    private static async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception)
        {
            throw new ControlException(ControlFault.Refused, exception.Complaints, exception);
        }
        catch (ArgumentException exception)
        {
            throw new ControlException(ControlFault.Invalid, exception.Message, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ControlException(ControlFault.Refused, exception.Message, exception);
        }
        catch (ConfigurationChangedException exception)
        {
            throw new ControlException(ControlFault.Refused, exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw new ControlException(ControlFault.Unavailable, $"The queues cannot be used just now: {exception.Message}", exception);
        }
        catch (ObjectDisposedException exception)
        {
            throw new ControlException(ControlFault.NotRunning, "The host has ended.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new ControlException(ControlFault.NotRunning, exception.Message, exception);
        }
    }
}
