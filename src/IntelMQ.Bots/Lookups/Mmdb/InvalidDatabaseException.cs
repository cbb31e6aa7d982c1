namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// A file is not a MaxMind DB, is truncated, or is damaged. The message says what is wrong and where; <see cref="Offset"/> holds the
/// place in bytes from the start of the file.
/// </summary>
public sealed class InvalidDatabaseException : Exception
{
    /// <summary>A damaged place.</summary>
    /// <param name="what">What is wrong there, as a clause without a full stop.</param>
    /// <param name="offset">Bytes from the start of the file.</param>
    public InvalidDatabaseException(string what, long offset)
        : base(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Invalid MaxMind DB: {what} at offset {offset}."))
        => Offset = offset;

    internal InvalidDatabaseException(string path, InvalidDatabaseException inner)
        : base($"{inner.Message} File: '{path}'.", inner)
        => Offset = inner.Offset;

    /// <summary>Where, in bytes from the start of the file.</summary>
    public long Offset { get; }
}
