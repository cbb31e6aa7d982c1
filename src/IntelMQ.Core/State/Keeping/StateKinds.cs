namespace IntelMQ.State;

/// <summary>What a bot of some kind may remember.</summary>
[Flags]
internal enum StateKinds
{
    None = 0,

    /// <summary>Keys that are added on condition that they are absent, so that work may have to be done again.</summary>
    Keys = 1,

    Values = 2,
}
