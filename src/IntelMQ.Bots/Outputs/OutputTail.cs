using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Looks at the end of a file before more is appended. A process that was killed while it wrote leaves half a line; its events were not
/// settled and come again, so that the half is cut off. What is no half of an event stays.
/// </summary>
internal static class OutputTail
{
    private const int Block = 64 << 10;
    private const int MaxTail = 64 << 20;

    /// <summary>Cuts off half an event at the end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cut">How many bytes were cut off.</param>
    /// <param name="isOpenLine">Whether the last line stays and has no end yet.</param>
    /// <returns>The file's length.</returns>
    public static long Repair(SafeFileHandle file, out long cut, out bool isOpenLine)
    {
        (cut, isOpenLine) = (0, false);
        long length = RandomAccess.GetLength(file);
        if (length == 0 || EndsLine(file, length))
            return length;
        byte[]? tail = LastLine(file, length);
        if (tail is null || !IsHalfAnEvent(tail))
        {
            isOpenLine = true;
            return length;
        }

        cut = tail.Length;
        RandomAccess.SetLength(file, length - cut);
        return length - cut;
    }

    /// <summary>Whether a file that is not empty ends with a line feed.</summary>
    public static bool EndsLine(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(file, last, length - 1) == 0 || last[0] == '\n';
    }

    /// <summary>What stands behind the last line end; <see langword="null"/> where that is too much to be an event.</summary>
    public static byte[]? LastLine(SafeFileHandle file, long length)
    {
        var block = new byte[Block];
        long start = length;
        while (start > 0 && length - start < MaxTail)
        {
            int wanted = (int)Math.Min(Block, start);
            int read = RandomAccess.Read(file, block.AsSpan(0, wanted), start - wanted);
            int found = block.AsSpan(0, read).LastIndexOf((byte)'\n');
            start = found >= 0 ? start - wanted + found + 1 : start - wanted;
            if (found >= 0)
                break;
        }

        if (length - start >= MaxTail)
            return null;
        var tail = new byte[length - start];
        int count = RandomAccess.Read(file, tail, start);
        return count == tail.Length ? tail : null;
    }

    private static bool IsHalfAnEvent(ReadOnlySpan<byte> line)
    {
        if (line is not [(byte)'{', ..])
            return false;
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject)
                    return false;
            }

            return true;
        }
        catch (JsonException)
        {
            // No JSON at all: not one of our lines.
            return false;
        }
    }
}
