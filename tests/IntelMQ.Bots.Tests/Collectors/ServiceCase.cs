using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Tests.Collectors;

/// <summary>A collector of a service over HTTP, what the service answers where all is well, and what comes of it.</summary>
/// <param name="Host">The service's host, which each complaint names.</param>
/// <param name="Make">Makes the collector.</param>
/// <param name="Good">What the service answers.</param>
/// <param name="Texts">The reports.</param>
internal sealed record ServiceCase(string Host, Func<BotServices, ServiceTries, Collector> Make, Func<LoopbackRequest, LoopbackAnswer> Good, string[] Texts)
{
    private const string Taxii = "xmlns:t=\"http://taxii.mitre.org/messages/taxii_xml_binding-1.1\"";
    private const string Rt = "RT/4.4.4 200 Ok\n\n";
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>What no complaint may hold.</summary>
    public const string Secret = "sesame";

    public static readonly Dictionary<string, ServiceCase> All = new(StringComparer.Ordinal)
    {
        ["alienvault"] = new(
            "otx.alienvault.com",
            static (services, tries) => new AlienVaultOtxCollector(Http(new AlienVaultOtxCollectorOptions { ApiKey = new Secret(Secret) }, static options => options.Http, tries), services),
            static request => LoopbackAnswer.Json(request.Path.Contains("page=2", StringComparison.Ordinal) ? """{"results": [{"id":2}], "next": null}""" : """{"results": [{"id":1}], "next": "https://otx.alienvault.com/api/v1/pulses/subscribed?page=2"}"""),
            ["""[{"id": 1}, {"id": 2}]"""]),
        ["blueliv"] = new(
            "freeapi.blueliv.com",
            static (services, tries) => new BluelivCrimeserverCollector(Http(new BluelivCrimeserverCollectorOptions { ApiKey = new Secret(Secret) }, static options => options.Http, tries), services),
            static _ => LoopbackAnswer.Json("""{"crimeServers": [{"a":1}], "meta": {}}"""),
            ["""[{"a": 1}]"""]),
        ["github"] = new(
            "example.com",
            static (services, tries) => new GitHubContentsCollector(Http(new GitHubContentsCollectorOptions { Repository = "example.com/r", Regex = "json$", PersonalAccessToken = new Secret(Secret) }, static options => options.Http, tries), services),
            static request => request.Path.Contains("/contents", StringComparison.Ordinal)
                ? LoopbackAnswer.Json("""[{"type": "file", "name": "a.json", "path": "a.json", "sha": "1", "download_url": "https://raw.example.com/a.json"}, {"type": "file", "name": "b.json", "path": "b.json", "sha": "2", "download_url": "https://raw.example.com/b.json"}]""")
                : LoopbackAnswer.Of(200, request.Path),
            ["/a.json", "/b.json"]),
        ["interflow"] = new(
            "interflow.azure-api.net",
            static (services, tries) => new InterflowCollector(Http(new InterflowCollectorOptions { ApiKey = new Secret(Secret) }, static options => options.Http, tries), services),
            static request => request.Path.EndsWith("listsharedfiles", StringComparison.Ordinal)
                ? LoopbackAnswer.Json("""[{"Name": "a.json", "LastModified": "2999-01-01T00:00:00Z"}, {"Name": "b.json", "LastModified": "2999-01-01T00:00:00Z"}]""")
                : LoopbackAnswer.Of(200, request.Path[^6..]),
            ["a.json", "b.json"]),
        ["fireeye"] = new(
            "mas.example.com",
            static (services, tries) =>
            {
                FireEyeCollectorOptions options = Http(new FireEyeCollectorOptions { Host = "mas.example.com", RequestDuration = "24_hours" }, static options => options.Http, tries);
                (options.Http.HttpUsername, options.Http.HttpPassword) = ("u", new Secret(Secret));
                return new FireEyeCollector(options, services);
            },
            static request => request.Path.EndsWith("/login", StringComparison.Ordinal) ? LoopbackAnswer.Bytes("HTTP/1.1 200 OK\r\nX-FeApi-Token: TOKEN\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                : request.Path.Contains("/alerts", StringComparison.Ordinal) ? LoopbackAnswer.Json("""{"alert": [{"product": "MAS", "name": "MALWARE_OBJECT", "uuid": "a"}, {"product": "MAS", "name": "MALWARE_OBJECT", "uuid": "b"}]}""")
                : LoopbackAnswer.Of(200, $"""<a id="{request.Path[^1]}"><Context search="FileItem/Md5sum"/></a>"""),
            ["""<a id="a"><Context search="FileItem/Md5sum"/></a>""", """<a id="b"><Context search="FileItem/Md5sum"/></a>"""]),
        ["eset"] = new(
            "eti.eset.com",
            static (services, tries) => new EsetCollector(Http(new EsetCollectorOptions { Collection = "c", Username = "u", Password = new Secret(Secret) }, static options => options.Http, tries), services),
            static request => LoopbackAnswer.Of(
                200,
                request.Body.Contains("Discovery_Request", StringComparison.Ordinal) ? $"<t:Discovery_Response {Taxii}><t:Service_Instance service_type=\"POLL\"><t:Address>https://eti.eset.com/poll</t:Address></t:Service_Instance></t:Discovery_Response>"
                : request.Body.Contains("Poll_Fulfillment", StringComparison.Ordinal) ? $"<t:Poll_Response {Taxii} more=\"false\"><t:Content_Block><t:Content>b</t:Content></t:Content_Block></t:Poll_Response>"
                : $"<t:Poll_Response {Taxii} more=\"true\" result_id=\"r\" result_part_number=\"1\"><t:Content_Block><t:Content>a</t:Content></t:Content_Block></t:Poll_Response>"),
            ["a", "b"]),
        ["rt"] = new(
            "rt.example.com",
            static (services, tries) => new RtCollector(Http(new RtCollectorOptions { Uri = "https://rt.example.com/REST/1.0", User = "u", Password = new Secret(Secret), ExtractAttachment = FileSelection.None }, static options => options.Http, tries), services),
            static request => LoopbackAnswer.Of(200, Rt + request.Path.Split('?')[0] switch
            {
                "/REST/1.0/search/ticket" => "ticket/7\nticket/8\n",
                "/REST/1.0/ticket/7/attachments" => "Attachments: 3: a.csv.zip (text/csv / 2k)\n\n",
                "/REST/1.0/ticket/8/attachments" => "Attachments: 4: b.csv.zip (text/csv / 2k)\n\n",
                "/REST/1.0/ticket/7/attachments/3/content" => "A\n\n\n",
                "/REST/1.0/ticket/8/attachments/4/content" => "B\n\n\n",
                "/REST/1.0/ticket/7/history" or "/REST/1.0/ticket/8/history" => "id: 9\nCreated: 2026-05-02 04:05:06\n",
                "/REST/1.0/ticket/7/show" or "/REST/1.0/ticket/8/show" => "id: ticket\nCreated: Fri May 01 01:02:03 2026\n",
                _ => "# Done.\n",
            }),
            ["A", "B"]),
        ["shodan"] = new(
            "stream.shodan.io",
            static (services, tries) =>
            {
                ShodanStreamCollectorOptions options = Http(new ShodanStreamCollectorOptions { ApiKey = new Secret(Secret) }, static options => options.Http, tries);
                (options.Stream.Reconnect, options.Stream.ReconnectDelay) = (tries.Count > 1, TimeSpan.Zero);
                return new ShodanStreamCollector(options, services);
            },
            static _ => LoopbackAnswer.Of(200, "{\"a\": 1}\n{\"a\": 2}\n"),
            ["{\"a\": 1}", "{\"a\": 2}"]),
        ["certstream"] = new(
            "certstream.calidog.io",
            static (services, tries) =>
            {
                CertstreamCollectorOptions options = Http(new CertstreamCollectorOptions { HeartbeatTimeout = tries.Patience }, static options => options.Http, tries);
                (options.Stream.Reconnect, options.Stream.ReconnectDelay) = (tries.Count > 1, TimeSpan.Zero);
                return new CertstreamCollector(options, services);
            },
            static request => LoopbackAnswer.Bytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accept(request.Headers["Sec-WebSocket-Key"])}\r\n\r\n{Frame("""{"message_type": "certificate_update", "data": 1}""")}\u0088\0"),
            ["""{"message_type": "certificate_update", "data": 1}"""]),
    };

    private static T Http<T>(T options, Func<T, HttpConnectionOptions> part, ServiceTries tries)
    {
        HttpConnectionOptions http = part(options);
        http.HttpTimeoutMaxTries = tries.Count;
        http.HttpTimeoutSec = tries.Patience;
        return options;
    }

    private static string Accept(string key)
    {
#pragma warning disable CA5350 // SHA-1 is what the handshake is made of.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
    }

    private static string Frame(string text) => string.Create(CultureInfo.InvariantCulture, $"\u0081{(char)text.Length}{text}");
}
