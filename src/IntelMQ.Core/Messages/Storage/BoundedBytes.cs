namespace IntelMQ.Messages;

/// <summary>Reads streams of which nobody knows how long they are.</summary>
internal static class BoundedBytes
{
    private const int Step = 1 << 16;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="InvalidDataException">There is more than the limit.</exception>
    public static async ValueTask<byte[]> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long expected = stream.CanSeek ? Math.Clamp(stream.Length - stream.Position, 0, limit) : 0;
        // One byte more than expected, so that the end is seen without growing.
        byte[] buffer = new byte[Math.Max(expected + 1, Step)];
        int count = 0;
        while (true)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return count == buffer.Length ? buffer : buffer[..count];
            count += read;
            if (count > limit)
                throw new InvalidDataException($"The stream holds more than {limit} bytes, which is more than a report holds.");
            if (count == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, limit + 1L));
        }
    }
}
