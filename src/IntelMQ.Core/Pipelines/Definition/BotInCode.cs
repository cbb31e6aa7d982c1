using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>What stands behind a bot that is made in code.</summary>
/// <param name="Kind">What it has to be, where its place says so.</param>
/// <param name="First">The first object; <see langword="null"/> where it could not be made.</param>
/// <param name="Factory">Makes further ones; <see langword="null"/> for a single object.</param>
internal sealed record BotInCode(BotKind? Kind, Bot? First, Func<BotServices, Bot>? Factory)
{
    /// <summary>Why there is no first object.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Whether both are made by the same code.</summary>
    public static bool IsSame(BotInCode? a, BotInCode? b)
        => a is null || b is null ? a is null && b is null : a.Factory is not null ? a.Factory == b.Factory : ReferenceEquals(a.First, b.First);
}
