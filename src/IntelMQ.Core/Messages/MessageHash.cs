using System.Security.Cryptography;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>
/// IntelMQ's hash of a message: SHA-256 over names and values in the order of the names, values in Python's literal form, each followed
/// by the byte C0. <c>time.observation</c> never counts. Equal to what a Python bot computes, so both can share a cache.
/// </summary>
public static class MessageHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    [ThreadStatic]
    private static Utf8Buffer? _buffer;

    /// <summary>Computes the hash.</summary>
    /// <param name="message">The message.</param>
    /// <param name="filter">Which fields count.</param>
    /// <param name="destination">Takes <see cref="Size"/> bytes.</param>
    /// <returns>How many fields counted; where none did, the hash says nothing.</returns>
    public static int Compute(Message message, HashFilter filter, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(filter);
        Utf8Buffer buffer = _buffer ??= new Utf8Buffer(1024);
        buffer.Clear();
        int counted = 0;
        var fields = new FieldEnumerator(message);
        while (fields.MoveNext())
        {
            if (fields.Key.Name == "time.observation" || !filter.Includes(fields.Key.Name))
                continue;
            buffer.Append(fields.Key.NameUtf8);
            buffer.Append(0xC0);
            PythonRepr.Write(message.ValueOf(fields.Slot), buffer);
            buffer.Append(0xC0);
            counted++;
        }

        SHA256.HashData(buffer.WrittenSpan, destination);
        return counted;
    }

    /// <summary>The hash in lower-case hexadecimal digits.</summary>
    public static string ComputeText(Message message, HashFilter filter)
    {
        Span<byte> hash = stackalloc byte[Size];
        Compute(message, filter, hash);
        return Convert.ToHexStringLower(hash);
    }
}
