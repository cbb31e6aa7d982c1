using System.IO.Compression;

namespace IntelMQ.Notifications.Mails;

/// <summary>Files that are attached to mails.</summary>
internal static class MailFiles
{
    // The same content is the same file, whenever it is packed.
    private static readonly DateTimeOffset Packed = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A file, packed where it is large.</summary>
    public static (string Name, string Type, byte[] Content) Pack(string name, string type, byte[] content, int above)
    {
        if (content.Length <= above)
            return (name, type, content);
        using var data = new MemoryStream();
        using (var archive = new ZipArchive(data, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = Packed;
            using Stream stream = entry.Open();
            stream.Write(content);
        }

        return (name + ".zip", "application/zip", data.ToArray());
    }

    /// <summary>A text as the name of a file: nothing in it leads anywhere.</summary>
    public static string NameOf(string text)
    {
        string name = new([.. text.Take(60).Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')]);
        return name.Trim('-') is { Length: > 0 } clean ? clean : "events";
    }
}
