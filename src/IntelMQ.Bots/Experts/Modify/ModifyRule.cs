namespace IntelMQ.Bots.Experts;

/// <summary>A rule: where all conditions hold, all actions are done.</summary>
internal sealed record ModifyRule(string Name, ModifyCondition[] Conditions, ModifyAction[] Actions);
