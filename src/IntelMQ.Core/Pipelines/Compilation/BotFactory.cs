using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes the instances of a definition's bots, and says what is wrong with them.</summary>
internal sealed class BotFactory(PipelineDefinition definition, KnownBots known, PipelineOptions options, ComplaintList complaints)
{
    private readonly BotServices _services = options.BotServices.WithFormats(known.Formats);

    /// <summary>Finds a bot of an earlier graph that goes on as it is; by default all are made.</summary>
    public Func<BotDefinition, GraphBot?>? Reuse { get; init; }

    /// <summary>What a bot may reach; null for anything.</summary>
    public Func<BotDefinition, OutsidePolicy?> Outside { get; init; } = _ => options.Outside;

    /// <summary>The bots that were made of descriptors, which nobody else lets go of.</summary>
    public List<Bot> Made { get; } = [];

    /// <returns>The bot; <see langword="null"/> where it cannot be made, which has been said then.</returns>
    public GraphBot? Create(BotDefinition bot)
    {
        if (!bot.RunsHere)
            return Absent(bot);
        BotSetup setup = PlacementCheck.Check(bot, options, complaints);
        if (Reuse?.Invoke(bot) is { } same)
            return same.Reused(bot, setup, HostSettings.IntervalOf(same.Definition, options));
        if (MakerOf(bot) is not { } make || make() is not { } first)
            return null;
        BotKind? kind = KindOf(first);
        if (kind is null || (bot.Code?.Kind ?? bot.Group ?? kind) != kind)
        {
            complaints.Add(bot, bot.IsInCode ? $"a {first.GetType().Name} cannot stand there." : $"{bot.Module} is of the group {kind}, not {bot.Group}; leave group out, or name another module.");
            return null;
        }

        if (first.State.IsUsed && first.Concurrency == BotConcurrency.Stateless)
            complaints.Add(bot, $"a {first.GetType().Name} remembers something, so its Concurrency must not be Stateless.");
        ParameterValues parameters = HostSettings.ParametersOf(bot, definition);
        bot = HostSettings.Apply(bot, kind.Value, first.Concurrency, parameters);
        (setup.Instances, setup.Retry, setup.CollectInterval) = (Math.Max(bot.Instances, 1), bot.Retry, bot.CollectInterval);
        Bot[] bots = Instances(bot, first, make);
        if (first is Collector collector && options.CommonSchema is { } schema)
            collector.Schema = schema;
        return new GraphBot(bot, kind.Value, bots, setup) { CollectInterval = HostSettings.IntervalOf(bot, options), IsBalanced = HostSettings.IsBalanced(parameters), StopsOnError = HostSettings.StopsOnError(parameters) };
    }

    // A queue that outlives the process has the parts that its reader will ask for, wherever and whenever that one runs.
    private bool HasPartitions => options.Broker is { } broker && (broker.Traits & BrokerTraits.Partitions) != 0;

    private GraphBot? Absent(BotDefinition bot)
    {
        // Once the bot is enabled, or another host runs it, nobody asks where its definition came from.
        if (Outside(bot) is { } policy && known.Find(bot.Module) is { } descriptor && Hold(bot, descriptor, ParametersOf(bot, descriptor), policy) is null)
            return null;
        if ((bot.Group ?? bot.Code?.Kind ?? (bot.Code?.First is { } first ? KindOf(first) : known.KindOf(bot.Module))) is { } kind)
            return new GraphBot(bot, kind, [], PlacementCheck.Check(HasPartitions ? bot : bot with { PartitionBy = null }, options, complaints));
        complaints.Add(bot, "does not run here, and its module does not tell what it does; say it by group: Collector, Parser, Expert or Output.");
        return null;
    }

    private Bot[] Instances(BotDefinition bot, Bot first, Func<Bot?> make)
    {
        if (bot.Instances <= 1 || first.Concurrency == BotConcurrency.Stateless)
            return [first];
        if (first.Concurrency == BotConcurrency.Single)
        {
            complaints.Add(bot, $"only one instance of a {first.GetType().Name} may run, not {bot.Instances}.");
            return [first];
        }

        if (bot.Code is { Factory: null })
        {
            complaints.Add(bot, $"each of the {bot.Instances} instances needs an object of its own; give a factory.");
            return [first];
        }

        var bots = new List<Bot> { first };
        while (bots.Count < bot.Instances && make() is { } next)
        {
            if (bots.Contains(next))
            {
                complaints.Add(bot, "the factory gives the same object twice.");
                break;
            }

            bots.Add(next);
        }

        return [.. bots];
    }

    // The first object of code is there already.
    private Func<Bot?>? MakerOf(BotDefinition bot)
    {
        if (bot.Code is { } code)
        {
            complaints.AddRange(code.Complaints);
            if (code.Complaints.Count > 0)
                return null;
            Bot? first = code.First;
            return () => (Interlocked.Exchange(ref first, null) is { } made ? made : Guarded(bot, () => code.Factory!(_services)));
        }

        if (bot.Module.Length == 0)
            complaints.Add(bot, "Module is missing: give the bot's module path.");
        else if (known.Find(bot.Module) is { } descriptor)
            return DescribedMaker(bot, descriptor);
        else
            complaints.Add(bot, $"there is no bot '{bot.Module}'{known.Explain(bot.Module)}");
        return null;
    }

    private ParameterValues ParametersOf(BotDefinition bot, BotDescriptor descriptor)
        => bot.Parameters.Over(definition.Parameters, known.ParametersOf(descriptor).Contains);

    /// <returns>What the bot gets; <see langword="null"/> where it would reach what it must not, which has been said then.</returns>
    private BotServices? Hold(BotDefinition bot, BotDescriptor descriptor, ParameterValues parameters, OutsidePolicy policy)
    {
        var secrets = new HeldSecrets(_services.Secrets, policy);
        return OutsideCheck.Check(bot, descriptor, parameters, policy, secrets, complaints) ? _services.With(secrets) : null;
    }

    private Func<Bot?>? DescribedMaker(BotDefinition bot, BotDescriptor descriptor)
    {
        ParameterValues parameters = ParametersOf(bot, descriptor);
        if ((Outside(bot) is { } policy ? Hold(bot, descriptor, parameters, policy) : _services) is not { } services)
            return null;
        int made = 0;
        return () =>
        {
            var warnings = new List<string>();
            Bot? next = Guarded(bot, () => descriptor.Create(parameters.ToJson(), parameters.Source, services, warnings), parameters);
            if (made++ == 0)
            {
                foreach (string warning in warnings)
                    complaints.Warn(bot, warning, ParameterIn(warning, parameters));
            }

            if (next is not null)
                Made.Add(next);
            return next;
        };
    }

    private Bot? Guarded(BotDefinition bot, Func<Bot> make, ParameterValues? parameters = null)
    {
        try
        {
            return make();
        }
        catch (BotConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                complaints.Add(bot, complaint, ParameterIn(complaint, parameters));
        }
#pragma warning disable CA1031 // Whatever a factory throws is one complaint among others.
        catch (Exception exception)
        {
            complaints.Add(bot, $"cannot be made: {exception.Message}");
        }
#pragma warning restore CA1031

        return null;
    }

    // A complaint begins with the parameter's name, or quotes it where there is no such parameter.
    private static ParameterValue? ParameterIn(string complaint, ParameterValues? parameters)
        => parameters?.All.FirstOrDefault(parameter => IsFirstWord(parameter.Name, complaint))
            ?? parameters?.All.FirstOrDefault(parameter => complaint.Contains($"'{parameter.Name}'", StringComparison.OrdinalIgnoreCase));

    private static bool IsFirstWord(string name, string text)
        => text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (text.Length == name.Length || !(char.IsAsciiLetterOrDigit(text[name.Length]) || text[name.Length] == '_'));

    private static BotKind? KindOf(Bot bot) => bot switch
    {
        Collector => BotKind.Collector,
        Parser => BotKind.Parser,
        Expert or AsyncExpert or BatchExpert or HoldingExpert => BotKind.Expert,
        Output => BotKind.Output,
        _ => null,
    };
}
