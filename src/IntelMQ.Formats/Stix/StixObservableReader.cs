using System.Text.Json;
using IntelMQ.Harmonization;

namespace IntelMQ.Formats;

/// <summary>Takes what an observable holds into an event.</summary>
internal static class StixObservableReader
{
    /// <summary>The ids that traffic among observables names: which side an address is, the traffic says.</summary>
    public static HashSet<string> EndsOf(IEnumerable<JsonElement> observables)
        => [.. observables.Where(static one => one.Text("type") == "network-traffic").SelectMany(static one => (string?[])[one.Text("src_ref"), one.Text("dst_ref")]).OfType<string>()];

    /// <summary>Takes an observable.</summary>
    /// <param name="observable">The observable.</param>
    /// <param name="reading">The event.</param>
    /// <param name="ends">What <see cref="EndsOf"/> says of all observables of the event.</param>
    /// <param name="valueOf">The value of another observable by its id.</param>
    public static void Read(JsonElement observable, EventReading reading, HashSet<string> ends, Func<string, string?> valueOf)
    {
        switch (observable.Text("type"))
        {
            case "network-traffic":
                ReadTraffic(observable, reading, valueOf);
                break;
            case "ipv4-addr" or "ipv6-addr":
                if (!ends.Contains(observable.Text("id") ?? ""))
                    reading.Set("source.ip", observable.Text("value"), "ipv4-addr.value");
                break;
            case "domain-name":
                reading.Set("source.fqdn", observable.Text("value"), "domain-name.value");
                break;
            case "url":
                reading.Set("source.url", observable.Text("value"), "url.value");
                break;
            case "email-addr":
                reading.Set("source.account", observable.Text("value"), "email-addr.value");
                break;
            case "user-account":
                reading.Set("source.account", observable.Text("account_login") ?? observable.Text("user_id"), "user-account.account_login");
                break;
            case "autonomous-system":
                Number(observable, "number", reading, "source.asn");
                reading.Set("source.as_name", observable.Text("name"), "autonomous-system.name");
                reading.Set("source.registry", observable.Text("rir"), "autonomous-system.rir");
                break;
            case "file" when observable.TryGetProperty("hashes", out JsonElement hashes):
                reading.Set("malware.hash.md5", hashes.Text("MD5"), "file.hashes.MD5");
                reading.Set("malware.hash.sha1", hashes.Text("SHA-1"), "file.hashes.SHA-1");
                reading.Set("malware.hash.sha256", hashes.Text("SHA-256"), "file.hashes.SHA-256");
                break;
            case "software":
                reading.Set("product.name", observable.Text("name"), "software.name");
                reading.Set("product.vendor", observable.Text("vendor"), "software.vendor");
                reading.Set("product.version", observable.Text("version"), "software.version");
                break;
            case "artifact" when observable.Text("mime_type") == "application/octet-stream" && observable.TryGetProperty("payload_bin", out JsonElement payload):
                reading.SetRaw(payload);
                break;
        }
    }

    private static void ReadTraffic(JsonElement traffic, EventReading reading, Func<string, string?> valueOf)
    {
        if (traffic.Text("src_ref") is { } source)
            reading.Set("source.ip", valueOf(source), "network-traffic.src_ref");
        if (traffic.Text("dst_ref") is { } destination)
            reading.Set("destination.ip", valueOf(destination), "network-traffic.dst_ref");
        Number(traffic, "src_port", reading, "source.port");
        Number(traffic, "dst_port", reading, "destination.port");
        foreach (string protocol in traffic.Texts("protocols"))
        {
            if (!StixNames.Networks.Contains(protocol))
                reading.Set(StixNames.Transports.Contains(protocol) ? "protocol.transport" : "protocol.application", protocol, "network-traffic.protocols");
        }
    }

    private static void Number(JsonElement element, string member, EventReading reading, string field)
    {
        if (element.TryGetProperty(member, out JsonElement value) && JsonForm.Number.TryRead(value, reading.Text, out FieldValue number))
            reading.Set(field, number, member);
    }
}
