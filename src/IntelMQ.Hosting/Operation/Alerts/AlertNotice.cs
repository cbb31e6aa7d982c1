namespace IntelMQ.Hosting.Operation;

/// <summary>An alert that is raised, or over.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="IsOver">Whether it is over.</param>
public sealed record AlertNotice(Alert Alert, bool IsOver)
{
    /// <summary>The notice as one line.</summary>
    public override string ToString() => $"{(IsOver ? "over" : "ALERT")} {Alert.Key}: {Alert.Text}{(Alert.Care.Owner is { } owner ? $" (owner: {owner})" : "")}";
}
