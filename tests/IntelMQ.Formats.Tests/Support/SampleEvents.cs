using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>Events with any of the fields, each with a value that the field takes; the same number gives the same event.</summary>
internal static class SampleEvents
{
    private static readonly string[] Texts = ["plain", "größer & <kleiner>", "two\nlines", "quote \" and \\ backslash", "a|b=c,d;e", "日本語", "tab\there", "'single'", "[x] {y}", "0"];

    /// <summary>A number of events, of all classification types by turns.</summary>
    public static IEnumerable<Event> Many(int count) => Enumerable.Range(0, count).Select(Of);

    /// <summary>The event of a number.</summary>
    public static Event Of(int number)
    {
        var random = new Random(number);
        var message = new Event();
        message["time.observation"] = Time(random);
        message["feed.name"] = "Example Feed";
        message["feed.provider"] = "Example CERT";
        string type = ClassificationType.All[number % ClassificationType.All.Count];
        message["classification.type"] = type;
        message["classification.taxonomy"] = ClassificationTaxonomy.Of(type);
        int density = random.Next(1, 101);
        foreach (FieldDefinition field in Schema.Default.Definitions)
        {
            if (field.Name == "extra" || field.Name.StartsWith("classification.t", StringComparison.Ordinal) || random.Next(100) >= density)
                continue;
            if (field.Name == "raw")
                message.Set(Fields.Raw, Raw(random)).ThrowIfRefused();
            else
                message[field.Name] = Value(field, random);
        }

        if (random.Next(3) == 0)
            AddExtra(message, random);
        return message;
    }

    private static void AddExtra(Event message, Random random)
    {
        message["extra.count"] = random.Next();
        message["extra.text"] = Texts[random.Next(Texts.Length)];
        message["extra.deep.name"] = random.NextDouble();
        message["extra.flag"] = random.Next(2) == 0;
        message["extra.list"] = FieldValue.Json("""["a", {"b": [1, null, true]}]"""u8);
    }

    private static byte[] Raw(Random random)
    {
        if (random.Next(2) == 0)
            return System.Text.Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
        byte[] bytes = new byte[random.Next(1, 40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static FieldValue Value(FieldDefinition field, Random random) => field.Name switch
    {
        "event_hash" => Hex(random, 40).ToUpperInvariant(),
        "malware.hash.md5" => Hex(random, 32),
        "malware.hash.sha1" => Hex(random, 40),
        "malware.hash.sha256" => Hex(random, 64),
        "malware.name" or "malware.version" or "protocol.application" => Pick(random, "example", "a b", "x|y=z", "1.0"),
        "misp.attribute_uuid" or "misp.event_uuid" => $"{Hex(random, 8)}-{Hex(random, 4)}-4{Hex(random, 3)}-a{Hex(random, 3)}-{Hex(random, 12)}",
        "protocol.transport" => Pick(random, "tcp", "udp", "icmp", "ipv6-icmp"),
        "output" => """{"a": 1}""",
        "source.port" or "destination.port" => random.Next(1, 65536),
        "source.geolocation.latitude" or "destination.geolocation.latitude" => Math.Round((random.NextDouble() * 200) - 100, 4),
        "source.geolocation.longitude" or "destination.geolocation.longitude" => Math.Round((random.NextDouble() * 400) - 200, 4),
        "severity" => Pick(random, "critical", "high", "medium", "low", "info", "unknown words"),
        "product.vulnerabilities" => Pick(random, "CVE-2026-0001", "CVE-2026-0001, CVE-2026-0002", "no number"),
        _ when field.Name.EndsWith("cc", StringComparison.Ordinal) => Pick(random, "AT", "DE", "EE"),
        _ when field.Name.EndsWith("abuse_contact", StringComparison.Ordinal) => Pick(random, "abuse@example.com", "abuse@example.com,cert@example.org"),
        _ when field.Name.EndsWith("account", StringComparison.Ordinal) => Pick(random, "alice", "alice@example.com", "EXAMPLE\\alice", "a 'b' c"),
        _ => ByType(field.Type, random),
    };

    private static FieldValue ByType(HarmonizationType type, Random random) => type.Name switch
    {
        "Accuracy" => Pick(random, "0", "50", "99.5", "100"),
        "ASN" => random.Next(64496, 64512),
        "Boolean" => random.Next(2) == 0,
        "DateTime" => Time(random),
        "FQDN" => Pick(random, "example.com", "www.example.org", "xn--bcher-kva.example.net", "a.b.c.example"),
        "Integer" => random.Next(0, 1_000_000),
        "IPAddress" => Pick(random, $"192.0.2.{random.Next(256)}", $"198.51.100.{random.Next(256)}", "2001:db8::1", "2001:db8:0:1:a::ff"),
        "IPNetwork" => Pick(random, "192.0.2.0/24", "203.0.113.128/25", "2001:db8::/32"),
        "Registry" => Pick(random, "RIPE", "ARIN", "APNIC"),
        "TLP" => Tlp.All[random.Next(Tlp.All.Count)],
        "URL" => Pick(random, "http://example.com/", "https://www.example.org:8443/a/b?c=d&e=%20#f", "http://192.0.2.1/x'y", "http://[2001:db8::1]/"),
        "LowercaseString" => Texts[random.Next(Texts.Length)].ToLowerInvariant(),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static string Time(Random random)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        time = time.AddSeconds(random.Next(0, 30_000_000));
        string fraction = random.Next(3) == 0 ? $".{random.Next(1, 1_000_000):000000}" : "";
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + "+00:00";
    }

    private static string Hex(Random random, int length) => string.Create(length, random, static (text, random) =>
    {
        for (int i = 0; i < text.Length; i++)
            text[i] = "0123456789abcdef"[random.Next(16)];
    });

    private static FieldValue Pick(Random random, params string[] values) => values[random.Next(values.Length)];
}
