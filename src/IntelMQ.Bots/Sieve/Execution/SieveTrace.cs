namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>Takes down what the rules do with an event.</summary>
internal sealed class SieveTrace
{
    private readonly List<SieveStep> _steps = [];
    private int _depth;

    public IReadOnlyList<SieveStep> Steps => _steps;

    public void Enter(SieveRule rule)
    {
        _steps.Add(new SieveStep(rule.Line, rule.Column, _depth, SieveStepKind.Match, rule.Text, "matched"));
        _depth++;
    }

    public void Leave() => _depth--;

    public void Action(SieveLabel label, string outcome)
        => _steps.Add(new SieveStep(label.Position.Line, label.Position.Column, _depth, SieveStepKind.Action, label.Text, outcome));
}
