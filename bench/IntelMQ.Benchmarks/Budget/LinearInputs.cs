namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// What the linear run feeds to a parser: a report made of rows. <c>$N</c> is the row's number, <c>$I</c> an address, <c>$H</c> a host's
/// name, each another in each row.
/// </summary>
/// <param name="Module">The parser, without what all modules begin with.</param>
/// <param name="Row">A row.</param>
internal sealed record LinearInput(string Module, string Row)
{
    public string Before { get; init; } = "";

    public string Between { get; init; } = "\n";

    public string After { get; init; } = "";

    public string Parameters { get; init; } = "{}";

    public string? Url { get; init; }

    /// <summary>A field below <c>extra.</c> that the report has, and its value.</summary>
    public (string Name, string Value)? ReportField { get; init; }

    /// <summary>How many rows the small report has.</summary>
    public int Rows { get; init; } = 1500;

    /// <summary>How many rows the small report may have, where 1500 are read too fast to be measured.</summary>
    public int MostRows { get; init; } = 1 << 18;
}

/// <summary>One input for each parser of the catalogue; several for those that read several forms.</summary>
internal static class LinearInputs
{
    public static IReadOnlyList<LinearInput> All { get; } =
    [
        Json("abusech.parser_feodotracker", """{"ip_address": "$I", "port": 443, "status": "online", "hostname": "$H", "as_number": 64496, "country": "AT", "first_seen": "2024-01-17 07:44:46", "last_online": "2024-02-15", "malware": "Dridex"}"""),
        new("abusech.parser_threatfox", """
            "2024-02-15 10:11:12", "$N", "$I:443", "ip:port", "botnet_cc", "win.example", "One,Two", "Example Bot", "", "100", "False", "None", "c2, bot", "0", "someone"
            """),
        new("abusech.parser_threatfox", """ "$N": [{"ioc_value": "$H", "ioc_type": "domain", "threat_type": "payload_delivery", "malware": "win.example", "first_seen_utc": "2024-02-15 10:11:12", "confidence_level": 50}] """) { Before = "{", Between = ",", After = "}" },
        new("abusech.parser_urlhaus", """
            "$N","2024-02-15 10:11:12","http://$H/a.sh","online","2024-02-15 10:20:00","malware_download","32-bit,elf","https://urlhaus.abuse.ch/url/3/","someone"
            """),
        new("abusech.parser_urlhaus", """ "$N": [{"dateadded": "2024-02-15 10:11:12 UTC", "url": "http:\/\/$I:8081\/a.sh", "url_status": "online", "tags": ["32-bit", "elf"]}] """) { Before = "{", Between = ",", After = "}" },
        new("alienvault.parser", "$I#4#2#Scanning Host;Spamming#AT#Vienna#48.2,16.4#3"),
        Json("alienvault.parser_otx", """{"type": "IPv4", "indicator": "$I", "created": "2024-02-15T03:04:05.120000"}""") with { Before = """[{"id": "p1", "name": "A pulse", "author_name": "somebody", "description": "x", "TLP": "green", "tags": ["a"], "industries": [], "adversary": "", "targeted_countries": ["AT"], "modified": "2024-02-15T03:04:05", "indicators": [""", After = "]}]", Rows = 600 },
        Json("alienvault.parser_otx", """{"id": "$N", "name": "A pulse", "author_name": "somebody", "description": "x", "TLP": "green", "tags": ["a"], "industries": [], "adversary": "", "targeted_countries": ["AT"], "modified": "2024-02-15T03:04:05", "indicators": [{"type": "hostname", "indicator": "$H", "created": "2024-02-15T03:04:05"}]}"""),
        new("anubisnetworks.parser", "c$N=b")
        {
            Before = "{\"_ts\": 1708011302.9, \"qtype\": \"A\", \"trojanfamily\": \"Nivdort\", \"env\": {\"server_port\": 80, \"server_name\": \"www.example.com\", \"remote_addr\": \"192.0.2.2\", \"request_method\": \"POST\", \"cookies\": \"",
            Between = "; ", After = "\"}}", MostRows = 1 << 14,
        },
        new("bambenek.parser", "$I,IP used by bebloh C&C,2024-02-15 15:02,https://www.example.com/manual/bebloh.txt") { Url = "https://www.example.com/c2-ipmasterlist.txt" },
        new("blocklistde.parser", "$I") { Url = "https://lists.example.com/lists/ssh.txt" },
        Json("blueliv.parser_crimeserver", """{"_id": "$N", "confidence": 4, "country": "AT", "firstSeenAt": "2024-02-10T06:14:00+0000", "ip": "$I", "lastSeenAt": "2024-02-15T04:43:29+0000", "type": "C_AND_C", "url": "http://$H/"}"""),
        new("calidog.parser_certstream", "\"$H\"") { Before = """{"data": {"leaf_cert": {"all_domains": [""", Between = ",", After = """]}, "seen": 1708011302.461669}, "message_type": "certificate_update"}""" },
        new("cert_eu.parser_csv", "EX,$I,2024-02-15 03:13:20Z,2024-02-15 10:13:23Z,amber,\"A URL, with a comma\",malware url,http,80,2024-02-15 03:13:20Z,2024-02-15 03:13:21Z,007,AT,Austria,Vienna,16.37,48.2,,,\"48.2,16.37\",\"EXAMPLE, AT\",192.0.2.0/24,u2edk8,51,64496,,Somebody,http://$H/,$H,1.5,2024-03-15,,online,,,abuse@example.com,,,,,,")
        {
            Before = "feed code,source ip,source time,observation time,tlp,description,type,protocol,destination port,first seen,last seen,count,source cc,source country,source city,source longitude,source latitude,city,threat type,source location,source as name,source bgp prefix,source geohash,confidence level,source asn,reported asn,target,url,domain name,version,expiration date,source port,status,source,scanner,abuse contact,ns1,ns2,response,recent,country,as name\n",
        },
        new("ci_army.parser", "$I"),
        new("cleanmx.parser", "<entry><line>1</line><id>$N</id><first>1708011302</first><last>0</last><phishtank>5</phishtank><target><![CDATA[Some & Co]]></target><url><![CDATA[http://$H/?a=1&b=2]]></url><recent>up</recent><response>alive</response><ip>$I</ip></entry>")
        {
            Before = "<?xml version=\"1.0\" encoding=\"iso-8859-15\"?>\n<output>\n<response><error>0</error></response>\n<entries>\n", After = "\n</entries>\n</output>\n",
            Url = "http://www.example.com/clean-mx/xmlphishing?response=alive",
        },
        new("cymru.parser_cap_program", "bot|$I|64496|2024-02-15 10:00:00|family: Conficker;dest_addr: 198.51.100.22; dest_port: 80;port: 15390;protocol: 6;|Example AS, AT") { Before = "#generated on 20240215\n#category|address|asn|timestamp|optional_information|asninfo\n" },
        new("cymru.parser_full_bogons", "$I/32") { Before = "# last updated 1708011302 (Thu Feb 15 15:35:02 2024 GMT)\n" },
        Json("cznic.parser_haas", """{"time": "2024-02-15T00:00:00+00:00", "ip": "$I", "country": "AT", "login_successful": true, "commands": ["uname -a"], "time_closed": "2024-02-15T00:00:01"}"""),
        Json("cznic.parser_proki", """{"malware.name": "conficker", "source.asn": 64496, "source.ip": "$I", "feed.name": "some-feed", "time.source": "2024-02-15T13:32:31+00:00", "classification.type": "infected-system"}"""),
        new("danger_rulez.parser", "$I\t\t# 2024-02-15 09:11:03\t\t56\t1"),
        new("dataplane.parser", "64496        |  EXAMPLE-AS - Example, AT         |      $I  |  2024-02-15 23:50:46  |  telnetlogin"),
        new("dshield.parser_asn", "$I\t85\t56\t2024-01-01\t2024-02-03\t2024-02-04 11:09:07") { Url = "https://dshield.example.com/asdetailsascii.html?as=64496" },
        new("dshield.parser_block", "$I\t198.51.100.255\t24\t788\tEXAMPLE-NET\tAT\tadmin@example.com") { Before = "#    updated: Tue Dec 12 15:33:38 2023 UTC\n" },
        new("dyn.parser", "$I $H http://$H/url malicious.example.net") { Before = "# last updated: Tue Mar 15 00:47:49 PDT 2016\n" },
        Json("eset.parser", """{"domain": "$H", "ip": "$I", "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://$H/x", "reason": "Host is known source of malware."}""") with { ReportField = ("extra.eset_feed", "ei.urls (json)") },
        new("fireeye.parser", "<IndicatorItem id=\"$N\"><Context document=\"FileItem\" search=\"FileItem/FileName\" type=\"mir\"/><Content type=\"string\">$H.exe</Content></IndicatorItem>")
        {
            Before = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="1"><criteria><Indicator id="2" operator="OR"><IndicatorItem id="3"><Context document="FileItem" search="FileItem/Sha256sum" type="mir"/><Content type="string">0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef</Content></IndicatorItem>""",
            After = "</Indicator></criteria></OpenIOC>",
        },
        Json("fraunhofer.parser_dga", "\"$H\"") with { Before = "{\"example_dga_0x3c03\": [", After = "]}" },
        new("generic.parser_csv", "2026-11-20 10:00:00,$I,\"a \"\"note\"\"\"") { Parameters = """{"columns": ["time.source", "source.ip", "extra.note"], "type": "scanner"}""" },
        Json("github_feed.parser", """{"Indicator": "$H", "Description": "a name"}""") with { Url = "https://raw.example.com/StrangerealIntel/DailyIOC/master/1.json" },
        Json("hibp.parser_callback", "\"user$N@example.com\"") with { Before = """{"Breach": {"AddedDate": "2024-09-30T17:15:11Z", "Name": "Example"}, "Domain": "example.com", "DomainEmails": [""", After = "]}" },
        new("html_table.parser", "<tr><td>2024-02-15 10:11:12</td><td>http://$H/</td></tr>") { Before = "<html><body><table><tr><th>When</th><th>Where</th></tr>", After = "</table></body></html>", Parameters = """{"columns": ["time.source", "source.url"], "type": "phishing"}""" },
        new("json.parser", """{"source.ip": "$I", "classification.type": "c2-server", "extra": {"a": 1}}""") { Parameters = """{"splitlines": true}""" },
        new("key_value.parser", "srcip=$I dport=80 time=1708011302") { Parameters = """{"keys": {"srcip": "source.ip", "dport": "destination.port"}}""" },
        new("malwarepatrol.parser_dansguardian", "$H/malware/") { Before = "#\tGenerated at: 20240226235356 UTC\n", Url = "https://lists.example.com/cgi/getfile?receipt=secret&product=8" },
        new("malwareurl.parser", "<tr><td><input value=\"$H\"></td><td><input value=\"$I\"></td></tr>") { Before = "<html><body><table><tbody><tr><td><span>Domains</span></td><td><span>IPs</span></td></tr>", After = "</tbody></table></body></html>" },
        Json("mcafee.parser_atd", """{"Ipv4": "$I", "Port": "12345"}""") with { Before = """{"Summary": {"Subject": {"Name": "Sample.exe", "md5": "0123456789ABCDEF0123456789ABCDEF", "sha-1": "", "sha-256": "N/A", "size": "1"}, "Verdict": {"Severity": "5"}, "Ips": [""", After = "]}}" },
        Json("microsoft.parser_bingmurls", """{"Description": "malicious", "FirstReportedDateTime": "2024-05-28T07:00:00Z", "IndicatorThreatType": "MaliciousUrl", "NetworkDestinationIPv4": "$I", "Tags": ["at"], "Url": "http://$H/foobar.html", "Version": 1.5}"""),
        new("microsoft.parser_ctip", """{"DataFeed":"Example","DateTimeReceivedUtc":132348339284870000,"ThreatConfidence":"High","TLP":"unknown","Payload":"AA==","SourceIp":"$I"}"""),
        Json("misp.parser", """{"uuid": "5c3c1ca0-0000-4000-8000-000000000000", "type": "url", "category": "Payload delivery", "value": "http://$H/a", "comment": "", "to_ids": true, "timestamp": "1547442399"}""") with { Before = """{"id": "77", "uuid": "5c3c1c9f-1111-4222-8333-0123456789ab", "info": "x", "timestamp": "1547442399", "Tag": [{"name": "tlp:amber"}, {"name": "malware"}], "Attribute": [""", After = "]}", Url = "https://misp.example.com/instance/" },
        Json("n6.parser_n6stomp", """{"cc": "AT", "ip": "$I", "asn": 64496}""") with { Before = """{"category": "bots", "confidence": "high", "name": "Bot", "source": "sinkhole", "type": "event", "time": "2024-11-17T12:17:27Z", "address": [""", After = "]}" },
        new("openphish.parser", "http://$H/phishing"),
        new("openphish.parser_commercial", """{"sector": "Financial", "url": "https://$H/login", "ip": "$I", "isotime": "2024-03-22T05:06:25Z", "asn": "AS64496", "country_code": "AT", "host": "$H"}"""),
        Json("phishtank.parser", """{"phish_id": "$N", "url": "https://$H/", "submission_time": "2024-03-16T14:08:44+00:00", "verified": "yes", "details": [{"ip_address": "$I", "announcing_network": "64496", "country": "AT"}]}"""),
        new("shadowserver.parser", "2019-09-04 07:32:44,$I,80,$H,64496,AT,x") { Before = "timestamp,ip,port,hostname,asn,geo,tag\n", Parameters = """{"test_mode": true}""", ReportField = ("extra.file_name", "2019-09-04-test_telnet-x.csv") },
        Json("shodan.parser", """{"hash": 0, "ip_str": "$I", "hostnames": ["$H"], "org": "Example Org", "data": "HTTP/1.1 200 OK", "port": 8443, "transport": "tcp", "asn": "AS64496", "timestamp": "2024-02-15T10:11:13", "location": {"country_code": "AT"}, "http": {"title": "x"}, "vulns": {"CVE-2020-1": {"verified": true}}}"""),
        new("shodan.parser_csv", "SSH-2.0,\"$H,www.example.com\",$I,AT,22,2024-02-15T10:11:13,tcp") { Before = "data,hostnames,ip_str,location.country_code,port,timestamp,transport\n" },
        new("spamhaus.parser_cert", "$I,AS64496,AT,1708000001,Patcher,$H,198.51.100.19,80,1036,tcp") { Url = "https://portal.example.com/cert/api.php?cert=example&key=secret" },
        new("spamhaus.parser_drop", "$I/32 ; SBL$N") { Before = "; Spamhaus DROP List 2024/02/15\n; Last-Modified: Thu, 15 Feb 2024 04:39:22 GMT\n", Url = "https://www.spamhaus.org/drop/drop.txt" },
        new("spamhaus.parser_drop_json", """{"cidr":"$I/32","sblid":"SBL$N","rir":"ripencc"}""") { After = "\n{\"type\":\"metadata\",\"timestamp\":1708000000}\n" },
        new("surbl.parser", ".$H") { Before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n:127.0.0.128:Blocked, $ on lists [mw], See: http://www.example.com/lists.html\n", After = "\n1\n2\n" },
        new("threatminer.parser", "<tr><td><a href='domain.php?q=$H'>$H</a></td></tr>") { Before = "<div>\nRecent domains\n</div>\n<table>\n", After = "\n</table>\nRecent hosts\n" },
        new("turris.parser", "$I,\"http,telnet\"") { Before = "Address,Tags\n" },
        new("twitter.parser", "http://$H/Login") { Between = " ", Rows = 200 },
        new("vxvault.parser", "http://$H/bad/program.exe") { Before = "<pre>\nVX Vault last 100 Links\nThu, 15 Feb 2024 14:36:19 +0000\n\n" },
        new("zoneh.parser", "\"2024-02-15 11:56:00\",\"2024-02-16 13:20:21\",\"actor\",\"http://$H\",\"$I\",\"Linux\",\"IIS/7.5\",\"fun\",\"known vulnerability\",\"homepage\",\"$N\",\"at\"") { Before = "\"add_date\",\"accept_date\",\"attacker\",\"domain\",\"ip_address\",\"system\",\"web_server\",\"reason\",\"hackmode\",\"def_grade\",\"defacement_id\",\"country_code\"\n" },
    ];

    private static LinearInput Json(string module, string row) => new(module, row) { Before = "[", Between = ",\n", After = "]" };
}
