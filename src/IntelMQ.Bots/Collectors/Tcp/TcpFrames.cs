using System.Buffers.Binary;

namespace IntelMQ.Bots.Collectors;

/// <summary>Messages behind their lengths.</summary>
internal sealed class TcpFrames(Stream stream, int maxSize, TimeSpan timeout, TimeProvider time)
{
    // So that an announcement alone costs no memory.
    private const int Step = 1 << 20;

    private readonly byte[] _head = new byte[4];

    /// <summary>Whether the connection ended between two messages.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The next message; <see langword="null"/> where there is no more, or no whole one.</summary>
    public async Task<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        int read = await FillAsync(_head, cancellationToken).ConfigureAwait(false);
        if (read < _head.Length)
        {
            IsComplete = read == 0;
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_head);
        if (length == 0 || length > maxSize)
            return null;
        var frame = new byte[Math.Min(length, Step)];
        for (int have = 0; ;)
        {
            int count = await FillAsync(frame.AsMemory(have), cancellationToken).ConfigureAwait(false);
            have += count;
            if (have < frame.Length)
                return null;
            if (have == length)
                return frame;
            Array.Resize(ref frame, (int)Math.Min(length, frame.Length * 2L));
        }
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int have = 0;
        while (have < buffer.Length)
        {
            using var late = new CancellationTokenSource(timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            int read = await stream.ReadAsync(buffer[have..], either.Token).ConfigureAwait(false);
            if (read == 0)
                break;
            have += read;
        }

        return have;
    }
}
