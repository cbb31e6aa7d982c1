using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Intake;

/// <summary>Tells comments, headers and data apart by what a line looks like.</summary>
internal static class HeaderLines
{
    private const int MostLooked = 4096;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(",;\t|"u8);

    // The first parts of IntelMQ's names of fields: a header of one such name is no host name.
    private static readonly string[] FieldRoots =
        ["classification", "destination", "event_description", "extra", "feed", "malware", "protocol", "source", "time"];

    /// <summary>Whether a line is a comment, or blank.</summary>
    public static bool IsComment(ReadOnlySpan<byte> line)
    {
        line = Content(line);
        return line.IsEmpty || line[0] == '#' || line.StartsWith("//"u8) || line.StartsWith("; "u8);
    }

    /// <summary>Whether the comment before a line is the line's header: it has as many cells, and several.</summary>
    public static bool IsHeaderOf(ReadOnlySpan<byte> comment, ReadOnlySpan<byte> line)
    {
        int cells = Cells(Content(comment));
        return cells > 1 && cells == Cells(Content(line));
    }

    /// <summary>Whether a line cannot be a header: it is JSON or markup, or a cell is an address, a URL or a time; or it is a lone host name.</summary>
    public static bool IsData(ReadOnlySpan<byte> line)
    {
        line = Content(line);
        line = line[..Math.Min(line.Length, MostLooked)];
        if (line is [(byte)'{' or (byte)'[' or (byte)'<', ..])
            return true;
        bool alone = line.IndexOfAny(Delimiters) < 0;
        while (!line.IsEmpty)
        {
            int end = line.IndexOfAny(Delimiters);
            ReadOnlySpan<byte> cell = Utf8Text.Trim(end < 0 ? line : line[..end]).Trim("\"'"u8);
            if (IsValue(cell) || (alone && IsHostName(cell)))
                return true;
            line = end < 0 ? default : line[(end + 1)..];
        }

        return false;
    }

    private static bool IsValue(ReadOnlySpan<byte> cell)
    {
        if (cell.IndexOf("://"u8) >= 0)
            return true;
        int slash = cell.IndexOf((byte)'/');
        ReadOnlySpan<byte> address = slash < 0 ? cell : cell[..slash];
        bool isAddress = (address.Contains((byte)':') || address.Count((byte)'.') == 3) && IPAddress.TryParse(address, out _);
        return isAddress || (cell.Length >= 10 && cell[4] == '-' && cell[7] == '-' && Utf8Parser.TryParse(cell[..4], out int _, out int digits) && digits == 4);
    }

    private static bool IsHostName(ReadOnlySpan<byte> cell)
    {
        int point = cell.IndexOf((byte)'.');
        return point > 0 && point < cell.Length - 1 && !cell.Contains((byte)' ') && !FieldRoots.Contains(Encoding.UTF8.GetString(cell[..point]), StringComparer.Ordinal);
    }

    private static int Cells(ReadOnlySpan<byte> line)
    {
        int most = 0;
        foreach (byte delimiter in ",;\t|"u8)
            most = Math.Max(most, line.Count(delimiter));
        return most + 1;
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> line)
        => Utf8Text.Trim(line.StartsWith("\uFEFF"u8) ? line[3..] : line);
}
