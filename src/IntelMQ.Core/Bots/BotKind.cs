namespace IntelMQ.Bots;

/// <summary>What a bot does; IntelMQ's groups.</summary>
public enum BotKind
{
    /// <summary>Fetches reports.</summary>
    Collector,

    /// <summary>Makes events of reports.</summary>
    Parser,

    /// <summary>Enriches, changes or judges events.</summary>
    Expert,

    /// <summary>Hands events on.</summary>
    Output,
}
