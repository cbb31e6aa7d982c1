namespace IntelMQ.Messages;

/// <summary>How a message is written as JSON; fields come sorted by name, in the form that IntelMQ writes.</summary>
[Flags]
public enum MessageFormat
{
    /// <summary>Flat, with dotted names.</summary>
    Flat = 0,

    /// <summary>With <c>__type</c>, which IntelMQ needs to read the message again.</summary>
    WithType = 1,

    /// <summary>Objects within objects, split at the dots.</summary>
    Hierarchical = 2,

    /// <summary>All of <c>extra</c> as one JSON text.</summary>
    ExtraAsText = 4,

    /// <summary>Without <c>raw</c>.</summary>
    WithoutRaw = 8,
}
