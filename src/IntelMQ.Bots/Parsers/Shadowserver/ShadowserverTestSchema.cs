namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The schema of <c>test_mode</c>: three report types of the usual form, to try a set-up without Shadowserver's own schema.</summary>
internal static class ShadowserverTestSchema
{
    private static readonly Lazy<ShadowserverSchema> Parsed = new(static () =>
        ShadowserverSchema.TryParse(Json(), out ShadowserverSchema? schema, out string? error) ? schema : throw new InvalidOperationException(error));

    /// <summary>The schema.</summary>
    public static ShadowserverSchema Schema => Parsed.Value;

    private static byte[] Json()
        => System.Text.Encoding.UTF8.GetBytes($"{{{Entry("Test-SMB", "test_smb", "smb")},{Entry("Test-Telnet", "test_telnet", "telnet")},{Entry("Test-AFS", "test_afs", "afs")}}}");

    private static string Entry(string feed, string file, string application) => $$"""
        "{{file}}": {
          "feed_name": "{{feed}}",
          "file_name": "{{file}}",
          "required_fields": [
            ["time.source", "timestamp", "add_UTC_to_timestamp"],
            ["source.ip", "ip", "validate_ip"],
            ["source.port", "port", "convert_int"]
          ],
          "optional_fields": [
            ["protocol.transport", "protocol"],
            ["source.reverse_dns", "hostname"],
            ["source.asn", "asn", "invalidate_zero"],
            ["source.geolocation.cc", "geo"],
            ["source.geolocation.region", "region"],
            ["source.geolocation.city", "city"],
            ["extra.", "tag", "validate_to_none"]
          ],
          "constant_fields": {
            "classification.identifier": "test-{{application}}",
            "classification.taxonomy": "other",
            "classification.type": "test",
            "protocol.application": "{{application}}"
          }
        }
        """;
}
