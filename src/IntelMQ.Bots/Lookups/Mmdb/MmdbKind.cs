using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>What a value of a MaxMind DB is. The numbers are those of the MMDB 2.0 format.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The kinds are types; these are the format's own names.")]
public enum MmdbKind
{
    /// <summary>No value.</summary>
    Missing = 0,

    /// <summary>UTF-8 text.</summary>
    Text = 2,

    /// <summary>A 64-bit floating-point number.</summary>
    Double = 3,

    /// <summary>Bytes without a meaning of their own.</summary>
    Bytes = 4,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16 = 5,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32 = 6,

    /// <summary>Values by name.</summary>
    Map = 7,

    /// <summary>A signed 32-bit integer.</summary>
    Int32 = 8,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64 = 9,

    /// <summary>An unsigned 128-bit integer.</summary>
    UInt128 = 10,

    /// <summary>Values in order.</summary>
    Array = 11,

    /// <summary>True or false.</summary>
    Boolean = 14,

    /// <summary>A 32-bit floating-point number.</summary>
    Float = 15,
}
