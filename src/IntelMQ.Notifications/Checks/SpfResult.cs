namespace IntelMQ.Notifications.Checks;

/// <summary>What a domain's SPF record (RFC 7208) says of an address.</summary>
internal enum SpfResult
{
    /// <summary>It may send.</summary>
    Pass,

    /// <summary>It may not.</summary>
    Fail,

    /// <summary>Nothing is said.</summary>
    Neutral,

    /// <summary>The record asks for what is not looked up here: <c>mx</c>, <c>ptr</c>, <c>exists</c>, macros.</summary>
    Unknown,

    /// <summary>The record is wrong, or asks too much.</summary>
    Error,
}
