namespace IntelMQ.State;

/// <summary>What keeps an index of its own over a bot's state, and has to follow it.</summary>
internal interface IStateFollower
{
    /// <summary>The state was attached, or may have been changed by others: what was known before does not count any more.</summary>
    void Attached();

    /// <summary>A commit is near: what has changed is to be handed to the state.</summary>
    void Gather();

    /// <summary>What was gathered is stored.</summary>
    void Committed();

    /// <summary>What changed since the last commit is taken back.</summary>
    void RolledBack();
}
