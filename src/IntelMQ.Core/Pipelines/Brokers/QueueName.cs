namespace IntelMQ.Pipelines;

/// <summary>The name of a queue; IntelMQ calls a bot's queue <c>BOTID-queue</c>.</summary>
/// <param name="Value">The name.</param>
public readonly record struct QueueName(string Value)
{
    /// <summary>The queue that a bot reads.</summary>
    public static QueueName Of(string botId) => new($"{botId}-queue");

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
