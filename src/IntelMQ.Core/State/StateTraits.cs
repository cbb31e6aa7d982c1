namespace IntelMQ.State;

/// <summary>What a store of state promises beyond the contract.</summary>
[Flags]
public enum StateTraits
{
    /// <summary>Nothing more: state ends with the process.</summary>
    None = 0,

    /// <summary>What is stored outlives the process.</summary>
    Durable = 1,

    /// <summary>Several processes use the same state, and conditions hold between them.</summary>
    Shared = 2,
}
