namespace IntelMQ.Hosting.Operation;

/// <summary>What a rule measured of a bot.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Bot">The bot.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">What raises the alert, when it is exceeded.</param>
/// <param name="Text">The same as a sentence.</param>
internal sealed record AlertCondition(string Rule, string Bot, double Value, double Limit, string Text)
{
    private const double Hysteresis = 0.8;

    public string Key => $"{Rule}:{Bot}";

    public bool IsExceeded => Value > Limit;

    /// <summary>Whether the alert is over: the value is well below the limit, so that one close to it does not raise it again and again.</summary>
    public bool IsOver => Value < Limit * Hysteresis;
}
