using System.Globalization;
using System.Text;

namespace IntelMQ.Benchmarks.Data;

/// <summary>
/// Rows as a Shadowserver report has them, from a fixed seed: 32 columns, 698 bytes on average, no two alike, documentation addresses only.
/// </summary>
internal static class ShadowserverRows
{
    public const int Seed = 20261122;

    /// <summary>The columns, and the field that each becomes in the schema of <see cref="SchemaJson"/>.</summary>
    public static readonly (string Column, string Field, string? Converter)[] Columns =
    [
        ("timestamp", "time.source", "add_UTC_to_timestamp"),
        ("ip", "source.ip", "validate_ip"),
        ("port", "source.port", "convert_int"),
        ("protocol", "protocol.transport", null),
        ("hostname", "source.reverse_dns", null),
        ("tag", "extra.tag", null),
        ("asn", "source.asn", "invalidate_zero"),
        ("geo", "source.geolocation.cc", null),
        ("region", "source.geolocation.region", null),
        ("city", "source.geolocation.city", null),
        ("naics", "extra.naics", "invalidate_zero"),
        ("hostname_source", "extra.hostname_source", null),
        ("sector", "extra.sector", "validate_to_none"),
        ("severity", "extra.severity", null),
        ("http", "extra.http", null),
        ("http_code", "extra.http_code", "convert_int"),
        ("http_reason", "extra.http_reason", "validate_to_none"),
        ("content_type", "extra.content_type", null),
        ("connection", "extra.connection", null),
        ("www_authenticate", "extra.www_authenticate", null),
        ("set_cookie", "extra.set_cookie", null),
        ("server", "extra.server", null),
        ("content_length", "extra.content_length", "convert_int"),
        ("transfer_encoding", "extra.transfer_encoding", null),
        ("http_date", "extra.http_date", "convert_date"),
        ("http_url", "source.url", null),
        ("http_host", "source.fqdn", null),
        ("cert_issuer", "extra.cert_issuer", null),
        ("cert_subject", "extra.cert_subject", null),
        ("cert_serial", "extra.cert_serial", null),
        ("sha256", "malware.hash.sha256", null),
        ("device_vendor", "extra.device_vendor", "validate_to_none"),
    ];

    /// <summary>The report type's name.</summary>
    public const string FeedName = "Accessible HTTP";

    /// <summary>The report type in the form of Shadowserver's published schema.</summary>
    public static string SchemaJson { get; } = $$"""
        {
          "_meta": {"date_created": "2026-11-20", "change_log": []},
          "scan_http": {
            "feed_name": "{{FeedName}}", "file_name": "scan_http",
            "constant_fields": {"classification.identifier": "open-http", "classification.taxonomy": "other", "classification.type": "other", "protocol.application": "http"},
            "required_fields": [{{Rules(Columns[..3])}}],
            "optional_fields": [{{Rules(Columns[3..])}}]
          }
        }
        """;

    /// <summary>The header line, without line end.</summary>
    public static string Header { get; } = string.Join(',', Columns.Select(static column => $"\"{column.Column}\""));

    /// <summary>Reports of <paramref name="rowsPerReport"/> rows each, with their header.</summary>
    public static byte[][] Reports(int rows, int rowsPerReport)
    {
        var random = new Random(Seed);
        var reports = new List<byte[]>();
        for (int next = 0; next < rows;)
        {
            var text = new StringBuilder(rowsPerReport * 720).Append(Header).Append('\n');
            for (int end = Math.Min(rows, next + rowsPerReport); next < end; next++)
                AppendRow(text, random, next);
            reports.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return [.. reports];
    }

    private static string Rules((string Column, string Field, string? Converter)[] columns)
        => string.Join(", ", columns.Select(static rule => rule.Converter is null
            ? $"[\"{rule.Field}\", \"{rule.Column}\"]"
            : $"[\"{rule.Field}\", \"{rule.Column}\", \"{rule.Converter}\"]"));

    /// <summary>Appends a row with its line end.</summary>
    public static void AppendRow(StringBuilder text, Random random, int number)
    {
        string ip = $"{Pick(random, "192.0.2", "198.51.100", "203.0.113")}.{random.Next(1, 255)}";
        string host = $"host-{number}.{Pick(random, "customers", "dyn", "static", "pool")}.example.{Pick(random, "com", "net", "org")}";
        int seconds = random.Next(86400);
        string time = string.Create(CultureInfo.InvariantCulture, $"2026-11-20 {seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        string[] cells =
        [
            time, ip, random.Next(1, 65536).ToString(CultureInfo.InvariantCulture), Pick(random, "tcp", "udp"), host,
            Pick(random, "http", "http;iot", "https;ssl", ""), random.Next(64496, 64512).ToString(CultureInfo.InvariantCulture), Pick(random, "AT", "DE", "CH", "FR", "SE"),
            Pick(random, "WIEN", "BAYERN", "ZUERICH", "SKANE"), Pick(random, "VIENNA", "MUNICH", "ZURICH", "MALMO"),
            Pick(random, "517311", "541512", "0"), Pick(random, "ptr", "ssl", ""), Pick(random, "Communications, Service Provider, and Hosting Service", "Education", ""),
            Pick(random, "low", "medium", "high"), "HTTP/1.1", Pick(random, "200", "301", "401", "404"), Pick(random, "OK", "Moved Permanently", "Unauthorized", "Not Found"),
            Pick(random, "text/html", "text/html; charset=utf-8", "application/json"), Pick(random, "close", "keep-alive"),
            Pick(random, "", "Basic realm=Router", "Digest realm=Camera"), $"session={Hex(random, 24)}; Path=/; HttpOnly", Pick(random, "nginx", "Apache/2.4.62 (Debian)", "Boa/0.94.14rc21", "lighttpd/1.4.76"),
            random.Next(0, 200000).ToString(CultureInfo.InvariantCulture), Pick(random, "", "chunked"), $"Fri, 20 Nov 2026 {seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00} GMT",
            $"http://{host}/{Pick(random, "index.html", "login", "cgi-bin/status", "setup.cgi")}?n={number}", host,
            Pick(random, "CN=Example CA,O=Example Trust,C=AT", "CN=R10,O=Example Encrypt,C=US"), $"CN={host},O=Example Organisation {random.Next(1000)},C=AT", Hex(random, 32),
            Hex(random, 64), Pick(random, "Example Networks", "Example Cameras", ""),
        ];
        text.Append('"').AppendJoin("\",\"", cells).Append("\"\n");
    }

    private static string Pick(Random random, params string[] values) => values[random.Next(values.Length)];

    private static string Hex(Random random, int digits)
    {
        Span<char> text = stackalloc char[digits];
        for (int i = 0; i < digits; i++)
            text[i] = "0123456789abcdef"[random.Next(16)];
        return new string(text);
    }
}
