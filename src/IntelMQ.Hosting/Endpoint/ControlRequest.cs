namespace IntelMQ.Hosting.Endpoint;

/// <summary>What a command is about; each takes of it what it needs.</summary>
internal sealed record ControlRequest
{
    public string? Bot { get; init; }

    public Bots.BotKind? Group { get; init; }

    public string? Queue { get; init; }

    public string? Path { get; init; }

    public string? Message { get; init; }

    public int? Max { get; init; }

    public long? After { get; init; }

    public IReadOnlyList<long>? Numbers { get; init; }

    public IReadOnlyList<string>? Lines { get; init; }
}
