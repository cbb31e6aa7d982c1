using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>A bot in a built pipeline: its instances, and who gets what it sends.</summary>
internal sealed class GraphBot(BotDefinition definition, BotKind kind, Bot[] bots, BotSetup setup)
{
    public BotDefinition Definition { get; } = definition;

    public string Id { get; } = definition.Id;

    public BotKind Kind { get; } = kind;

    /// <summary>One for each instance, or one for all where the bot is stateless; none where it does not run here.</summary>
    public Bot[] Bots { get; } = bots;

    public BotSetup Setup { get; } = setup;

    public BotMeter Meter { get; private init; } = new(definition.Id, kind);

    /// <summary>Whether it is neither foreign, disabled nor stopped.</summary>
    public bool RunsHere => Definition.RunsHere && !IsStopped;

    /// <summary>Whether somebody has stopped it; its queue stays.</summary>
    public bool IsStopped { get; private init; }

    /// <summary>Whether it must not run in its sender's thread for now, since messages wait in its own queue.</summary>
    public bool IsApart { get; private init; }

    /// <summary>The pause after which a collector runs again; <see langword="null"/> where it runs once.</summary>
    public TimeSpan? CollectInterval { get; init; }

    /// <summary>Whether the receivers of a path take turns, so that each message goes to one of them.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>Whether the bot is stopped when it has given a message or a turn up.</summary>
    public bool StopsOnError { get; init; }

    /// <summary>The times of the calendar at which a collector runs; <see langword="null"/> where it does not go by them.</summary>
    public CalendarSchedule? Calendar { get; } = CalendarSchedule.Of(definition, out _);

    /// <summary>The receivers by path, <c>_default</c> first, then the paths that the bot declares, then <c>_on_error</c>.</summary>
    public List<(string Path, List<GraphBot> Receivers)> Exits { get; } = [];

    /// <summary>Who sends here, each time it does.</summary>
    public List<(GraphBot Sender, string Path)> Inputs { get; } = [];

    /// <summary>Whether something that could not be made is connected to this one, a bot or a path: then nobody knows what its place lacks.</summary>
    public bool HasLostNeighbour { get; set; }

    /// <summary>The stage that runs the bot; collectors have none.</summary>
    public Stage? Stage { get; set; }

    /// <summary>The same bot at its place in a graph of another shape; not connected yet.</summary>
    public GraphBot InShape(bool isStopped, bool isApart)
        => new(Definition, Kind, Bots, Setup) { Meter = Meter, CollectInterval = CollectInterval, IsBalanced = IsBalanced, StopsOnError = StopsOnError, IsStopped = isStopped, IsApart = isApart };

    /// <summary>The same bot in a definition in which only its neighbours have changed.</summary>
    public GraphBot Reused(BotDefinition bot, BotSetup setup, TimeSpan? interval)
    {
        (setup.Instances, setup.Retry, setup.CollectInterval) = (Setup.Instances, Setup.Retry, Setup.CollectInterval);
        return new(bot, Kind, Bots, setup) { Meter = Meter, CollectInterval = interval, IsBalanced = IsBalanced, StopsOnError = StopsOnError };
    }

    public Bot BotOf(int instance) => Bots.Length == 1 ? Bots[0] : Bots[instance];

    public override string ToString() => Id;
}
