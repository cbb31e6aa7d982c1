namespace IntelMQ.Intake;

/// <summary>How much may come out of an archive, all its files together: what gives more is taken for a bomb.</summary>
/// <param name="maxBytes">The most bytes.</param>
/// <param name="maxRatio">How many times the archive's size, once that is more than 16 MiB.</param>
public sealed class UnpackBudget(long maxBytes, int maxRatio)
{
    // Small archives of empty tables have high ratios and do no harm.
    private const long NoRatioBelow = 16 << 20;

    private long _bytes;

    /// <summary>Takes note of bytes that came out.</summary>
    /// <param name="bytes">How many came.</param>
    /// <param name="packedBytes">How many bytes the archive has.</param>
    /// <exception cref="InvalidDataException">It is too much by now; the text is the end of a sentence that begins with the file.</exception>
    public void Spend(int bytes, long packedBytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes)
            throw new InvalidDataException($"unpacks to more than {maxBytes} bytes, which max_unpacked_size does not allow");
        if (_bytes > NoRatioBelow && _bytes / maxRatio > packedBytes)
            throw new InvalidDataException($"unpacks to more than {maxRatio} times its size, which max_unpack_ratio does not allow");
    }
}
