namespace IntelMQ.Harmonization;

/// <summary>What becomes of a network whose address has bits set after the prefix, such as <c>192.0.2.1/24</c>.</summary>
public enum HostBits : byte
{
    /// <summary>The text is refused.</summary>
    Refused,

    /// <summary>The bits are cleared.</summary>
    Cleared,
}
