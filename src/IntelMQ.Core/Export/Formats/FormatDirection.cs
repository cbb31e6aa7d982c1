namespace IntelMQ.Export;

/// <summary>Which way a row of a format's table goes.</summary>
public enum FormatDirection
{
    /// <summary>Written and read back as it was.</summary>
    Both,

    /// <summary>Only written: made of what stands elsewhere too, or poorer than the field.</summary>
    Written,

    /// <summary>Only read: from documents of other programs.</summary>
    Read,
}
