using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Export;

/// <summary>
/// A path with fields in it, such as <c>/data/{event[source.ip]}/{event[time.source]:%Y-%m-%d}.txt</c>. Whatever the values are, the
/// file is below the folder of the part without fields.
/// </summary>
public sealed class FileNameTemplate
{
    // File systems allow 255 bytes for a name.
    private const int MaxSegment = 200;
    private const int KeptOfSegment = 160;

    private readonly IReadOnlyList<FileNamePart> _parts;

    private FileNameTemplate(string folder, IReadOnlyList<FileNamePart> parts)
    {
        Folder = folder;
        _parts = parts;
    }

    /// <summary>The folder that no file leaves, as an absolute path.</summary>
    public string Folder { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="text">Python's format string with <c>{event[FIELD]}</c> and, for times, <c>{event[FIELD]:%Y-%m-%d}</c>.</param>
    /// <param name="complaint">What is wrong with it, where nothing is returned.</param>
    public static FileNameTemplate? Parse(string text, out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!FileNameParts.TryParse(text, out List<FileNamePart> parts, out complaint))
            return null;
        int field = parts.FindIndex(static part => part.Kind == FileNamePartKind.Field);
        int last = parts.FindLastIndex(field < 0 ? parts.Count - 1 : field, static part => part.Kind == FileNamePartKind.Separator);
        string folder = string.Concat(parts.Take(last + 1).Select(static part => part.Text));
        if (parts[^1].Kind == FileNamePartKind.Separator)
        {
            complaint = "it names a folder, not a file";
            return null;
        }

        return new FileNameTemplate(Path.GetFullPath(folder.Length == 0 ? "." : folder), parts.GetRange(last + 1, parts.Count - last - 1));
    }

    /// <summary>The first of the template's fields that an event lacks; <see langword="null"/> where it has them all.</summary>
    public string? FindMissing(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (FileNamePart part in _parts)
        {
            if (part.IsMissingIn(message))
                return part.Text;
        }

        return null;
    }

    /// <summary>Appends the path of an event's file below <see cref="Folder"/>, with <c>/</c> between the parts.</summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public void Render(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        int segment = output.Length;
        foreach (FileNamePart part in _parts)
        {
            if (part.Kind == FileNamePartKind.Separator)
            {
                CloseSegment(output, segment);
                output.Append((byte)'/');
                segment = output.Length;
            }
            else
            {
                part.Write(message, output);
            }
        }

        CloseSegment(output, segment);
    }

    // A name that means a folder, or none, is replaced; a long one is cut, and told apart by a hash of all of it.
    private static void CloseSegment(Utf8Buffer output, int start)
    {
        ReadOnlySpan<byte> name = output.WrittenSpan[start..];
        if (name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
        {
            output.Truncate(start);
            output.Append((byte)'_');
        }
        else if (name.Length > MaxSegment)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(name, hash);
            int kept = KeptOfSegment;
            while ((name[kept] & 0xC0) == 0x80)
                kept--;
            output.Truncate(start + kept);
            output.Append((byte)'-');
            output.Append(Convert.ToHexStringLower(hash[..8]).AsSpan());
        }
    }

    /// <summary>The absolute path of what <see cref="Render"/> gave.</summary>
    public string PathOf(ReadOnlySpan<byte> rendered) => Path.Combine(Folder, Encoding.UTF8.GetString(rendered));
}
