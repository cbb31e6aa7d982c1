using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace TrimApp;

/// <summary>Parses a report, writes its events as JSON and reads them back.</summary>
internal static class Messages
{
    public static ReadOnlySpan<byte> Sample =>
        """
        [
            {"ip_address": "192.0.2.17", "port": 4643, "hostname": "c2.example.com", "as_number": 64496, "as_name": "EXAMPLE",
             "country": "AT", "first_seen": "2024-01-17 07:44:46", "last_online": "2024-02-15", "malware": "Dridex"},
            {"ip_address": "not an address", "port": 80}
        ]
        """u8;

    public static string Check()
    {
        ParseResult result = new FeodoTrackerParser(new()).Parse(new Report(Sample.ToArray(), Schema.Default));
        if (result.Events.Count != 1 || result.Failures.Count != 1)
            return string.Create(CultureInfo.InvariantCulture, $"WRONG {result.Events.Count} events and {result.Failures.Count} failures of a report with one each");
        byte[] json = result.Events[0].ToJson(MessageFormat.Flat);
        if (!Event.TryParse(json, Schema.Default, out Event? read, out MessageError? error))
            return $"WRONG an event cannot be read back: {error}";
        return read.ToJson(MessageFormat.Flat).AsSpan().SequenceEqual(json)
            ? string.Create(CultureInfo.InvariantCulture, $"1 event parsed and read back ({json.Length} bytes of JSON), 1 failure")
            : "WRONG an event read back is another";
    }
}
