using System.Security.Cryptography;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>
/// The values of a feed, <c>hashes.csv</c>: a line with the MD5 of a value and the UUID of the event that has it, by which MISP finds events
/// without reading them. It only grows, by whole lines, until events are removed.
/// </summary>
/// <param name="folder">The folder of the feed.</param>
internal sealed class FeedHashes(string folder)
{
    private const int HashLength = 32;
    private const int LineLength = HashLength + 1 + 36;

    private string FilePath => Path.Combine(folder, "hashes.csv");

    /// <summary>Appends the lines of a value: one, or one for each part of a value of several parts.</summary>
    /// <param name="value">The value, UTF-8.</param>
    /// <param name="uuid">The event's UUID.</param>
    /// <param name="output">Takes the lines.</param>
    public static void AppendLine(ReadOnlySpan<byte> value, ReadOnlySpan<byte> uuid, Utf8Buffer output)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // The hash that the format is defined with; nothing is secured by it.
        MD5.HashData(value, hash);
#pragma warning restore CA5351
        Convert.TryToHexStringLower(hash, output.GetSpan(HashLength), out int written);
        output.Advance(written);
        output.Append((byte)',');
        output.Append(uuid);
        output.Append((byte)'\n');
    }

    /// <summary>Adds lines.</summary>
    /// <exception cref="IOException">Nothing of them is there.</exception>
    public void Add(ReadOnlySpan<byte> lines)
    {
        if (!lines.IsEmpty || !File.Exists(FilePath))
            QuietFile.Append(FilePath, lines);
    }

    /// <summary>Takes away the part of a line that a process left which was killed.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public void Repair()
    {
        if (!File.Exists(FilePath))
            return;
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        Span<byte> tail = stackalloc byte[LineLength + 1];
        int length = (int)Math.Min(file.Length, tail.Length);
        tail = tail[..length];
        file.Seek(-length, SeekOrigin.End);
        file.ReadExactly(tail);
        if (length == 0 || tail[^1] == (byte)'\n')
            return;
        int torn = tail.Length - 1 - tail.LastIndexOf((byte)'\n');
        if (torn == LineLength)
            file.Write("\n"u8);
        else
            file.SetLength(file.Length - torn);
    }

    /// <summary>Removes the lines of events.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public void Remove(IReadOnlySet<string> uuids)
    {
        if (!File.Exists(FilePath))
            return;
        QuietFile.Write(FilePath, target =>
        {
            using StreamReader lines = File.OpenText(FilePath);
            using var kept = new StreamWriter(target, leaveOpen: true) { NewLine = "\n" };
            while (lines.ReadLine() is { } line)
            {
                if (!uuids.Contains(line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim()))
                    kept.WriteLine(line);
            }
        });
    }
}
