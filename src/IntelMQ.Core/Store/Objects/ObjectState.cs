namespace IntelMQ.Store;

/// <summary>Whether an object is still reported.</summary>
public enum ObjectState
{
    /// <summary>Nobody can say: its feed tells only news, or has not run since.</summary>
    Unknown,

    /// <summary>It was seen lately.</summary>
    Reported,

    /// <summary>Its feed is complete, has run since, and has not named it for <see cref="ObjectRules.GoneAfter"/>.</summary>
    Gone,
}
