using System.Buffers;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>
/// The converter <c>convert_http_host_and_url</c>: a URL from the host in one column and the request line in another. Some reports have whole
/// URLs in that column, and requests to proxies name them, too: these are URLs as they stand.
/// </summary>
internal static class ShadowserverUrl
{
    private const int MaxMethod = 32;

    private static readonly string[] HostColumns = ["cc_dns", "http_host", "hostname", "host", "ip"];
    private static readonly SearchValues<byte> MethodCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"u8);
    private static readonly SearchValues<byte> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8);

    /// <summary>Joins scheme, host and path; a whole URL is taken over, and without host or path the cell stays as it is.</summary>
    public static Harmonized Convert(FieldValue value, Row row, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> target = TargetOf(value.Utf8);
        if (IsUrl(target) && value.Utf8.Overlaps(target, out int place))
            return Harmonized.Slice(FieldValueKind.Text, place, WithoutProtocol(target).Length);
        ReadOnlySpan<byte> host = default;
        foreach (string column in HostColumns)
        {
            if (host.IsEmpty)
                host = row[column].Utf8;
        }

        ReadOnlySpan<byte> path = row[row.HasColumn("url") ? "url" : "http_url"].Utf8;
        if (host.IsEmpty || path.IsEmpty)
            return ShadowserverConverters.Unchanged(value);
        ReadOnlySpan<byte> application = row["application"].Utf8;
        int start = buffer.Length;
        buffer.Append(application.SequenceEqual("https"u8) ? "https"u8 : "http"u8);
        buffer.Append("://"u8);
        buffer.Append(host);
        int slash = path.IndexOf((byte)'/');
        if (slash >= 0)
            buffer.Append(WithoutProtocol(path[slash..]));
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    // What stands behind the method of a request line; a cell without a method as it is.
    private static ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> cell)
    {
        cell = Utf8Text.Trim(cell);
        int blank = cell[..Math.Min(cell.Length, MaxMethod)].IndexOf((byte)' ');
        return blank > 0 && !cell[..blank].ContainsAnyExcept(MethodCharacters) ? cell[blank..].TrimStart((byte)' ') : cell;
    }

    private static bool IsUrl(ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf("://"u8);
        return colon > 0 && text.Length > colon + 3 && !text[..colon].ContainsAnyExcept(SchemeCharacters);
    }

    // "GET /path HTTP/1.1": what follows the first white space goes, in a text of several lines that of the last line alone.
    private static ReadOnlySpan<byte> WithoutProtocol(ReadOnlySpan<byte> path)
    {
        if (path[^1] == '\n')
            path = path[..^1];
        int place = Math.Max(path.LastIndexOf((byte)'\n'), 0);
        while (place < path.Length)
        {
            if (Rune.DecodeFromUtf8(path[place..], out Rune rune, out int length) == OperationStatus.Done && Utf8Text.IsWhiteSpace(rune))
                return path[..place];
            place += length;
        }

        return path;
    }
}
