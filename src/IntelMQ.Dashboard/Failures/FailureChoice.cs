using System.Text.Json.Nodes;
using IntelMQ.Dashboard.V2;
using IntelMQ.Failures;

namespace IntelMQ.Dashboard.Failures;

/// <summary>Which failures are meant: those of numbers, or those of one bot, for one reason or for any, up to a number.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="Reason">The reason; <see langword="null"/> for any.</param>
/// <param name="Numbers">The numbers; <see langword="null"/> for all.</param>
/// <param name="UpTo">The highest number that is meant: what fails again is not replayed again.</param>
internal sealed record FailureChoice(string? Bot, string? Reason, IReadOnlyList<long>? Numbers, long UpTo)
{
    private const int MostNumbers = 10_000;

    private readonly HashSet<long>? _numbers = Numbers is null ? null : [.. Numbers];

    /// <summary>The choice that a body holds; what is wrong with it, where it holds none.</summary>
    public static FailureChoice? Read(JsonNode? body, out string? complaint)
    {
        IReadOnlyList<long>? numbers = V2Json.Numbers(body, "numbers");
        string? bot = V2Json.Text(body, "bot");
        complaint = (body as JsonObject)?["numbers"] is not null && numbers is null ? "'numbers' is a list of whole numbers."
            : numbers is null && bot is null ? "'numbers' or 'bot' says which failures are meant."
            : numbers?.Count > MostNumbers ? $"'numbers' has {MostNumbers} at most; 'bot' and 'reason' mean all of a group."
            : null;
        return complaint is null ? new FailureChoice(bot, V2Json.Text(body, "reason"), numbers, long.MaxValue) : null;
    }

    /// <summary>Whether a failure is meant.</summary>
    public bool Holds(StoredFailure stored)
        => stored.Id <= UpTo
            && (_numbers is null || _numbers.Contains(stored.Id))
            && (Bot is null || stored.Failure.BotId == Bot)
            && (Reason is null || stored.Failure.Reason == Reason);

    /// <summary>The choice as the arguments of a job.</summary>
    public string ToJson() => new JsonObject
    {
        ["bot"] = Bot,
        ["reason"] = Reason,
        ["numbers"] = Numbers is null ? null : new JsonArray([.. Numbers.Select(static number => (JsonNode)number)]),
        ["upTo"] = UpTo,
    }.ToJsonString();
}
