using IntelMQ.Bots;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Running;

// The files are read again.
public sealed partial class IntelMQHost
{
    /// <summary>
    /// Reads the files again and makes the pipeline what they mean now: bots that did not change run on, and where anything is wrong all do. A disabled
    /// bot that was started by its name runs on, too.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt before it has begun.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="PipelineConfigurationException">
    /// The files cannot be used, or change what takes a new process (the queues' server, the fields), and nothing was changed; or bots that could not start
    /// stay stopped. All complaints at once.
    /// </exception>
    /// <exception cref="IOException">The queues cannot be reached.</exception>
    public async Task<DefinitionDiff> ReloadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (RuntimeConfiguration fresh, PipelineDefinition definition) = ReadAgain();
            return await ApplyAsync(fresh, definition, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reloading.Release();
        }
    }

    // As intelmqctl's start, restart and reload do, what the files say of the bots that are meant counts from now on; of the others, where they
    // cannot go on beside it.
    private async Task TakeOverAsync(BotScope scope, Func<string, bool> isMeant, CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (RuntimeConfiguration fresh, PipelineDefinition definition) = ReadAgain();
            PipelineDefinition before = Pipeline.Definition;
            PipelineDefinition merged = Merge(before, definition, bot => isMeant(bot.Id) && IsIn(scope, bot));
            if (before.Diff(merged).IsEmpty)
                return;
            try
            {
                await Pipeline.Control.ApplyAsync(merged, cancellationToken).ConfigureAwait(false);
            }
            catch (PipelineConfigurationException) when (ReferenceEquals(Pipeline.Definition, before))
            {
                await ApplyAsync(fresh, definition, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _reloading.Release();
        }
    }

    private async Task<DefinitionDiff> ApplyAsync(RuntimeConfiguration fresh, PipelineDefinition definition, CancellationToken cancellationToken)
    {
        DefinitionDiff diff = await Pipeline.Control.ApplyAsync(definition, cancellationToken).ConfigureAwait(false);
        Configuration = fresh;
        return diff;
    }

    private (RuntimeConfiguration Configuration, PipelineDefinition Definition) ReadAgain()
    {
        RuntimeConfiguration fresh = RuntimeConfiguration.Load(_options.ConfigurationFolder, _options.Environment);
        var complaints = new List<PipelineComplaint>();
        if (QueuesOf(fresh, complaints) != QueuesOf(Configuration, []))
            complaints.Add(new PipelineComplaint("The pipeline: the queues are on another server than those that are open; that takes a restart of the process.") { Parameter = "source_pipeline_broker" });
        if (FieldsOf(_options.ConfigurationFolder) != _fields)
            complaints.Add(new PipelineComplaint("The pipeline: harmonization.conf is another one; that takes a restart of the process."));
        PipelineDefinition definition = _control.WithStarted(Here(fresh, _options, complaints));
        return (fresh, definition with { Complaints = [.. definition.Complaints, .. complaints] });
    }

    // Parameters of all bots count for those that are meant only, so they become their own.
    private static PipelineDefinition Merge(PipelineDefinition before, PipelineDefinition fresh, Func<BotDefinition, bool> isMeant)
    {
        bool isCommon = before.Parameters.Equals(fresh.Parameters);
        BotDefinition Own(BotDefinition bot) => isCommon ? bot : bot with { Parameters = bot.Parameters.Over(fresh.Parameters, static _ => true) };
        Dictionary<string, BotDefinition> meant = fresh.Bots.Where(isMeant).ToDictionary(static bot => bot.Id, Own, StringComparer.Ordinal);
        return before with
        {
            Bots = [.. before.Bots.Select(bot => meant.GetValueOrDefault(bot.Id, bot)), .. fresh.Bots.Where(bot => before.Find(bot.Id) is null && meant.ContainsKey(bot.Id)).Select(bot => meant[bot.Id])],
        };
    }

    private bool IsIn(BotScope scope, BotDefinition bot)
        => scope.Bot is { } id ? bot.Id == id : scope.Group is not { } group || group == (bot.Group ?? (_options.Bots.TryGet(bot.Module, out BotDescriptor? known) ? known.Kind : null));

    private static (string Name, string? Host, int? Port, int? Database, string? User, string? VirtualHost, bool UsesTls) QueuesOf(RuntimeConfiguration configuration, List<PipelineComplaint> complaints)
    {
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        return (settings.Name, settings.Host, settings.Port, settings.Database, settings.Username, settings.VirtualHost, settings.UsesTls);
    }

    private static string FieldsOf(string folder)
    {
        string path = Path.Combine(folder, "harmonization.conf");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
