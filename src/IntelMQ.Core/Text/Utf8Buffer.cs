using System.Buffers;
using System.Runtime.CompilerServices;

namespace IntelMQ.Text;

/// <summary>A growing byte array that is cleared and used again. Not thread-safe.</summary>
/// <remarks>
/// Harmonization types append converted values to it, writers append JSON to it. Offsets stay valid while it grows;
/// spans that were taken from it do not.
/// </remarks>
public sealed class Utf8Buffer : IBufferWriter<byte>
{
    private byte[] _bytes;

    /// <summary>Creates a buffer that holds 256 bytes before it grows.</summary>
    public Utf8Buffer()
        : this(256)
    {
    }

    /// <summary>Creates a buffer that holds <paramref name="capacity"/> bytes before it grows.</summary>
    /// <param name="capacity">Bytes, at least 1.</param>
    public Utf8Buffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _bytes = new byte[capacity];
    }

    /// <summary>How many bytes have been written; setting it lower forgets what stands behind.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written. Valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>What has been written, as memory over the inner array. Valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>The written bytes from <paramref name="start"/>, <paramref name="length"/> of them.</summary>
    public ReadOnlySpan<byte> Slice(int start, int length) => WrittenSpan.Slice(start, length);

    /// <summary>Forgets everything that was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        Length = length;
    }

    /// <summary>Appends one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if ((uint)Length >= (uint)_bytes.Length)
            Grow(1);
        _bytes[Length++] = value;
    }

    /// <summary>Appends bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> values)
    {
        if (values.Length > _bytes.Length - Length)
            Grow(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    /// <summary>Appends UTF-16 text as UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        Span<byte> target = GetSpan(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length));
        Advance(System.Text.Encoding.UTF8.GetBytes(text, target));
    }

    /// <summary>Appends decimal digits.</summary>
    public void Append(long value)
    {
        value.TryFormat(GetSpan(20), out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Advance(written);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (wanted > _bytes.Length - Length)
            Grow(wanted);
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (wanted > _bytes.Length - Length)
            Grow(wanted);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length));
        Length += count;
    }

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    private void Grow(int more) => Array.Resize(ref _bytes, checked((int)Math.Min(Math.Max((long)_bytes.Length * 2, (long)Length + more), Array.MaxLength)));
}
