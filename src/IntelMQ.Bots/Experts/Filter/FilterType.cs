namespace IntelMQ.Bots.Experts;

/// <summary>What a list of fields means.</summary>
public enum FilterType
{
    /// <summary>All fields but those listed.</summary>
    Blacklist,

    /// <summary>Only the fields listed.</summary>
    Whitelist,
}
