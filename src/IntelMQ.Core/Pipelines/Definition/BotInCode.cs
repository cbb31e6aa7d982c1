using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>What stands behind a bot that is made in code.</summary>
/// <param name="Kind">What it has to be, where its place says so.</param>
/// <param name="First">The first object; <see langword="null"/> where it could not be made.</param>
/// <param name="Factory">Makes further ones; <see langword="null"/> for a single object.</param>
internal sealed record BotInCode(BotKind? Kind, Bot? First, Func<BotServices, Bot>? Factory)
{
    /// <summary>Why there is no first object.</summary>
    public IReadOnlyList<PipelineComplaint> Complaints { get; init; } = [];

    /// <summary>Makes the first object of a factory.</summary>
    /// <param name="kind">What it has to be, where its place says so.</param>
    /// <param name="factory">Makes it.</param>
    /// <param name="services">What it gets.</param>
    /// <param name="idOf">The bot's id, given the name of the class or kind.</param>
    public static BotInCode Make(BotKind? kind, Func<BotServices, Bot> factory, BotServices services, Func<string, string> idOf)
    {
        try
        {
            return new BotInCode(kind, factory(services), factory);
        }
        catch (BotConfigurationException exception)
        {
            string id = idOf(exception.Bot);
            return new BotInCode(kind, null, factory) { Complaints = [.. exception.Complaints.Select(complaint => new PipelineComplaint(complaint) { Bot = id })] };
        }
#pragma warning disable CA1031 // Whatever a factory throws is one complaint among others.
        catch (Exception exception)
        {
            return new BotInCode(kind, null, factory) { Complaints = [new PipelineComplaint($"cannot be made: {exception.Message}") { Bot = idOf((kind ?? BotKind.Expert).ToString()) }] };
        }
#pragma warning restore CA1031
    }

    /// <summary>Whether both are made by the same code.</summary>
    public static bool IsSame(BotInCode? a, BotInCode? b)
        => a is null || b is null ? a is null && b is null : a.Factory is not null ? a.Factory == b.Factory : ReferenceEquals(a.First, b.First);
}
