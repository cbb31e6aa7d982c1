using IntelMQ.Bots;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Inspection;

/// <summary>Everything that is wrong with a configuration, and what looks wrong, at once and before anything runs.</summary>
public static class ConfigurationCheck
{
    private static readonly string[] Required = ["description", "group", "module", "name", "enabled"];

    /// <summary>Checks.</summary>
    /// <param name="configuration">The files.</param>
    /// <param name="bots">The bots that a module path may name.</param>
    /// <param name="brokers">The brokers that there are.</param>
    /// <param name="broker">The queues, to look for messages that nobody reads; <see langword="null"/> to leave them aside.</param>
    /// <param name="services">What bots are made with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<ConfigurationReport> RunAsync(
        RuntimeConfiguration configuration,
        BotCatalog bots,
        IReadOnlyList<IBrokerProvider> brokers,
        IBroker? broker,
        BotServices services,
        CancellationToken cancellationToken)
        => RunAsync(configuration, bots, brokers, broker, services, null, cancellationToken);

    /// <summary>Checks a configuration that comes from outside.</summary>
    /// <param name="configuration">The files.</param>
    /// <param name="bots">The bots that a module path may name.</param>
    /// <param name="brokers">The brokers that there are.</param>
    /// <param name="broker">The queues, to look for messages that nobody reads; <see langword="null"/> to leave them aside.</param>
    /// <param name="services">What bots are made with.</param>
    /// <param name="outside">What the bots may reach; <see langword="null"/> where it is the operator's own configuration.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ConfigurationReport> RunAsync(
        RuntimeConfiguration configuration,
        BotCatalog bots,
        IReadOnlyList<IBrokerProvider> brokers,
        IBroker? broker,
        BotServices services,
        OutsidePolicy? outside,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(bots);
        ArgumentNullException.ThrowIfNull(brokers);
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        IBrokerProvider? provider = brokers.FirstOrDefault(one => one.Name == settings.Name);
        if (provider is null && settings.Name != "memory")
            complaints.Add(new PipelineComplaint($"The pipeline: there is no broker '{settings.Name}'.") { Parameter = "source_pipeline_broker" });
        foreach (RuntimeBot bot in configuration.Bots)
            CheckBot(bot, complaints);
        if (configuration.Bots.Count > 0)
        {
            PipelineDefinition definition = configuration.ToDefinition(bots);
            var options = new PipelineOptions { Services = services, Schema = configuration.Schema, Broker = broker ?? (provider is null ? null : new DescribedBroker(provider.Traits)), Outside = outside };
            complaints.AddRange(await definition.CheckAsync(bots, options).ConfigureAwait(false));
        }

        if (broker is not null)
        {
            QueueLengths lengths = await QueueLengths.ReadAsync(configuration, broker, cancellationToken).ConfigureAwait(false);
            foreach (string orphan in lengths.Orphans)
                complaints.Add(new PipelineComplaint($"The pipeline: the queue '{orphan}' holds messages, but no bot of the files has it.") { IsWarning = true });
        }

        return new ConfigurationReport([.. complaints.Distinct()]);
    }

    // What IntelMQ's own check refuses, so that both say the same of one file.
    private static void CheckBot(RuntimeBot bot, List<PipelineComplaint> complaints)
    {
        foreach (string name in Required.Where(name => bot.Setting(name) is null))
            complaints.Add(new PipelineComplaint($"{name} is missing.") { Bot = bot.Id, Parameter = name, IsWarning = true });
        if (bot.Setting("group") is { } group && !EffectiveTree.IsGroup(group))
            complaints.Add(new PipelineComplaint($"group is none of {string.Join(", ", Enum.GetNames<BotKind>())}: the module says what the bot does.") { Bot = bot.Id, Parameter = "group", Place = group.Place, IsWarning = true });
        if (bot.Setting("run_mode") is { } mode && mode is not { Kind: DocumentKind.Text, Text: "continuous" or "scheduled" })
            complaints.Add(new PipelineComplaint("run_mode must be continuous or scheduled.") { Bot = bot.Id, Parameter = "run_mode", Place = mode.Place, IsWarning = true });
        bool isOutput = bot.Setting("group") is { IsScalar: true } named && EffectiveTree.IsGroup(named) ? named.Text.Equals("Output", StringComparison.OrdinalIgnoreCase) : bot.Setting("module")?.Text.Contains(".outputs.", StringComparison.Ordinal) == true;
        if (!isOutput && (bot.Destinations.Count == 0 || bot.Destinations.All(static path => path.Path != BotPath.Default)))
            complaints.Add(new PipelineComplaint("has no destination for _default: what it makes is lost.") { Bot = bot.Id, Parameter = "destination_queues", Place = bot.Parameter("destination_queues")?.Place });
    }
}
