using System.Buffers;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The converter <c>convert_http_host_and_url</c>: a URL from the host in one column and the request line in another.</summary>
internal static class ShadowserverUrl
{
    private static readonly string[] HostColumns = ["cc_dns", "http_host", "hostname", "ip"];

    /// <summary>Joins scheme, host and path; without host or path the cell stays as it is.</summary>
    public static Harmonized Convert(FieldValue value, Row row, Utf8Buffer buffer)
    {
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
