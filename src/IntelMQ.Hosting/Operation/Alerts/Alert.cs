namespace IntelMQ.Hosting.Operation;

/// <summary>Something that somebody should look after, and who does.</summary>
/// <param name="Rule">The rule: <c>silent</c>, <c>failures</c> or <c>queue</c>.</param>
/// <param name="Bot">The bot's id.</param>
/// <param name="Text">What is wrong, as a sentence.</param>
/// <param name="Since">Since when the alert is raised.</param>
public sealed record Alert(string Rule, string Bot, string Text, DateTimeOffset Since)
{
    /// <summary>Names the alert: the rule, a colon, the bot.</summary>
    public string Key => $"{Rule}:{Bot}";

    /// <summary>Who takes care of it.</summary>
    public AlertCare Care { get; init; } = AlertCare.None;

    /// <summary>Whether somebody has seen it and wants no more of it for now.</summary>
    public bool IsAcknowledged(DateTimeOffset now) => Care.AcknowledgedUntil > now;

    /// <summary>Whether its receivers were told.</summary>
    internal bool IsSent { get; init; }
}
