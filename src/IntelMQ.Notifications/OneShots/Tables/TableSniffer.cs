using System.Globalization;
using System.Net;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Finds out how a table is written, from its beginning. What it finds is a suggestion that people correct.</summary>
public static class TableSniffer
{
    private const int Head = 1 << 16;
    private const int Rows = 25;
    private const double Most = 0.7;

    private static readonly char[] Delimiters = [',', ';', '\t', '|', '#'];
    private static readonly TableLimits Limits = new() { Rows = Rows };

    /// <summary>Finds out how a table is written; never throws for what the file holds.</summary>
    /// <param name="stream">The file, seekable; read from its beginning.</param>
    public static TableSettings Sniff(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] head = HeadOf(stream, isCompressed: false);
        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return new TableSettings(TableFormat.Xlsx) { HasHeader = LooksLikeHeader(FirstRows(stream, new TableSettings(TableFormat.Xlsx) { HasHeader = false })) };
        bool isCompressed = head is [0x1F, 0x8B, ..];
        if (isCompressed)
            head = HeadOf(stream, isCompressed: true);
        string encoding = EncodingOf(head);
        string text = (CharacterSets.Find(encoding) ?? Encoding.UTF8).GetString(head).TrimStart('\uFEFF');
        TableSettings settings = Recognize(text) with { IsCompressed = isCompressed, Encoding = encoding };
        return settings.Format == TableFormat.Csv
            ? settings with { HasHeader = LooksLikeHeader(FirstRows(stream, settings with { HasHeader = false })) }
            : settings;
    }

    private static TableSettings Recognize(string text)
    {
        if (text.TrimStart() is ['{', ..])
            return new TableSettings(TableFormat.JsonLines);
        string[] words = [.. text.Split('\n').Take(Rows).Where(static line => line.Length > 0 && line[0] != '#')
            .SelectMany(static line => line.Split([' ', ',', ';', '\t', '\r', '|'], StringSplitOptions.RemoveEmptyEntries))];
        if (words.Length > 0 && words.Count(static word => IsAddress(AddressTable.Meant(word))) > words.Length * Most)
            return new TableSettings(TableFormat.AddressList);
        var csv = new TableSettings(TableFormat.Csv);
        (double Share, int Width) best = (0, 1);
        foreach (char delimiter in Delimiters)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            IReadOnlyList<TableRow> rows = FirstRows(stream, csv with { Delimiter = delimiter, HasHeader = false });
            if (rows.Count == 0)
                continue;

            // The last row may be cut off.
            TableRow[] whole = [.. rows.Take(Math.Max(1, rows.Count - 1))];
            IGrouping<int, TableRow> widest = whole.GroupBy(static row => row.Cells.Count).OrderByDescending(static group => group.Count()).First();
            (double Share, int Width) found = ((double)widest.Count() / whole.Length, widest.Key);
            if (found.Width > 1 && (best.Width == 1 || found.Share > best.Share || (found.Share == best.Share && found.Width > best.Width)))
                (best, csv) = (found, csv with { Delimiter = delimiter });
        }

        return csv;
    }

    private static IReadOnlyList<TableRow> FirstRows(Stream stream, TableSettings settings)
        => [.. new TableReader(stream, settings, Limits).Rows().Take(Rows)];

    // A header names; it holds no addresses, numbers or times.
    private static bool LooksLikeHeader(IReadOnlyList<TableRow> rows)
        => rows.Count > 0 && rows[0].Cells.Any(static cell => cell.Length > 0) && !rows[0].Cells.Any(static cell => IsAddress(cell) || IsNumberOrTime(cell));

    private static bool IsNumberOrTime(string cell)
        => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || (cell.Length > 5 && char.IsAsciiDigit(cell[0]) && DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static bool IsAddress(string word)
        => word.AsSpan().ContainsAny('.', ':') && (IPAddress.TryParse(word, out _) || IPNetwork.TryParse(word, out _));

    private static string EncodingOf(byte[] head) => head switch
    {
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16BE",
        _ => IsUtf8(head) ? "utf-8" : "windows-1252",
    };

    private static bool IsUtf8(byte[] head)
    {
        try
        {
            // The last character may be cut off: the decoder is not told that it is the end.
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder().GetCharCount(head, 0, head.Length, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] HeadOf(Stream stream, bool isCompressed)
    {
        stream.Position = 0;
        var head = new byte[Head];
        int count = 0;
        try
        {
            if (!isCompressed)
                return head[..stream.ReadAtLeast(head, Head, throwOnEndOfStream: false)];
            using var unpacked = new UnpackedStream(stream, Limits);
            int read;
            while (count < Head && (read = unpacked.Read(head.AsSpan(count))) > 0)
                count += read;
        }
        catch (IOException)
        {
            // What was read before the damage says how the table is written; reading the table tells of the damage.
        }

        return head[..count];
    }
}
