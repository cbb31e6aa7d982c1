namespace IntelMQ.Bots.Sieve;

/// <summary>What a step of an explanation is.</summary>
public enum SieveStepKind
{
    /// <summary>A rule matched.</summary>
    Match,

    /// <summary>An action was carried out.</summary>
    Action,
}

/// <summary>A rule that matched an event, or an action that was carried out.</summary>
/// <param name="Line">The line in the rule file, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
/// <param name="Depth">In how many rules it stands.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The condition or the action, in one line.</param>
/// <param name="Outcome">What came of it, as a phrase.</param>
public sealed record SieveStep(int Line, int Column, int Depth, SieveStepKind Kind, string Text, string Outcome)
{
    /// <inheritdoc/>
    public override string ToString() => $"{new string(' ', Depth * 2)}line {Line}: {Text}: {Outcome}";
}
