namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>One of <c>if</c>, <c>elif</c>, <c>else</c>.</summary>
internal sealed record SieveBranch(SieveCondition? Condition, SieveBlock Body, SieveRule Rule);
