using System.Reflection;
using System.Text.Json;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>Bots to describe, with example parameters where the defaults do not do; and the samples of their tests.</summary>
internal static class BotExamples
{
    private const int MaxLines = 12;
    private const int MaxLength = 160;

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["intelmq.bots.collectors.alienvault_otx.collector"] = """{"api_key": "${env:OTX_KEY}", "modified_pulses_only": true, "interval": 24}""",
        ["intelmq.bots.collectors.api.collector_api"] = """{"ip": "127.0.0.1", "port": 5000, "api_token": "${env:PUSH_TOKEN}"}""",
        ["intelmq.bots.collectors.blueliv.collector_crimeserver"] = """{"api_key": "${env:BLUELIV_KEY}"}""",
        ["intelmq.bots.collectors.calidog.collector_certstream"] = """{"url": "wss://certstream.calidog.io/"}""",
        ["intelmq.bots.collectors.eset.collector"] = """{"collection": "ei.domains v2 (json)", "username": "user", "password": "${env:ESET_PASSWORD}"}""",
        ["intelmq.bots.collectors.fireeye.collector_mas"] = """{"host": "mas.example.com", "request_duration": "24_hours", "http_username": "user", "http_password": "${env:MAS_PASSWORD}"}""",
        ["intelmq.bots.collectors.github_api.collector_github_contents_api"] = """{"repository": "owner/indicators", "regex": "[.]json$", "personal_access_token": "${env:GITHUB_TOKEN}"}""",
        ["intelmq.bots.collectors.http.collector_http"] = """{"http_url": "https://feeds.example.com/list.csv", "name": "Example Feed", "provider": "Example"}""",
        ["intelmq.bots.collectors.http.collector_http_stream"] = """{"http_url": "https://feeds.example.com/stream", "http_timeout_sec": 300}""",
        ["intelmq.bots.collectors.microsoft.collector_interflow"] = """{"api_key": "${env:INTERFLOW_KEY}", "file_match": "^olap", "not_older_than": "2 days"}""",
        ["intelmq.bots.collectors.misp.collector"] = """{"misp_url": "https://misp.example.com/", "misp_key": "${env:MISP_KEY}", "misp_tag_to_process": "to-process", "misp_tag_processed": "processed"}""",
        ["intelmq.bots.collectors.misp.collector_feed"] = """{"feed_url": "https://feeds.example.com/misp/", "changed_within": "30 days", "name": "Example Feed", "provider": "Example"}""",
        ["intelmq.bots.collectors.rsync.collector_rsync"] = """{"rsync_path": "rsync://feeds.example.com/lists", "file": "list.csv"}""",
        ["intelmq.bots.collectors.rt.collector_rt"] = """{"uri": "https://rt.example.com/REST/1.0", "user": "intelmq", "password": "${env:RT_PASSWORD}", "search_queue": "Incident Reports"}""",
        ["intelmq.bots.collectors.s3.collector"] = """{"endpoint_url": "https://minio.example.com:9000", "bucket": "feeds", "prefix": "incoming/", "access_key": "intelmq", "secret_key": "${env:S3_SECRET}", "after": "delete"}""",
        ["intelmq.bots.collectors.shadowserver.collector_reports_api"] = """{"api_key": "${env:SHADOWSERVER_KEY}", "secret": "${env:SHADOWSERVER_SECRET}", "types": "scan_dns,scan_ntp"}""",
        ["intelmq.bots.collectors.shodan.collector_stream"] = """{"api_key": "${env:SHODAN_KEY}", "countries": "AT,DE"}""",
        ["intelmq.bots.collectors.syslog.collector"] = """{"ip": "192.0.2.10", "port": 6514, "protocol": "tcp", "ssl_certificate": "/etc/intelmq/syslog.pem"}""",
        ["intelmq.bots.collectors.tcp.collector"] = """{"ip": "127.0.0.1", "port": 7100}""",
        ["intelmq.bots.collectors.file.collector_file"] = """{"path": "/var/spool/feeds"}""",
        ["intelmq.bots.experts.do_portal.expert"] = """{"portal_url": "https://portal.example.com", "portal_api_key": "..."}""",
        ["intelmq.bots.experts.field_reducer.expert"] = """{"type": "whitelist", "keys": "source.ip"}""",
        ["intelmq.bots.experts.filter.expert"] = """{"filter_key": "source.ip", "filter_value": "192.0.2.1", "filter_action": "drop"}""",
        ["intelmq.bots.experts.maxmind_geoip.expert"] = """{"database": "cities.mmdb"}""",
        ["intelmq.bots.experts.misp.expert"] = """{"misp_url": "https://misp.example.com/", "misp_key": "..."}""",
        ["intelmq.bots.experts.sieve.expert"] = """{"file": "rules.sieve"}""",
        ["intelmq.bots.experts.splunk_saved_search.expert"] = """{"url": "https://splunk.example.com:8089", "auth_token": "...", "saved_search": "owners", "search_parameters": {"source.ip": "ip"}, "result_fields": {"owner": "source.account"}}""",
        ["intelmq.bots.experts.tuency.expert"] = """{"url": "https://tuency.example.com/", "authentication_token": "..."}""",
        ["intelmq.bots.outputs.csv.output"] = """{"file": "/var/lib/intelmq/{event[time.source]:%Y-%m-%d}.csv", "format_filename": true, "fields": ["time.source", "classification.type", "source.ip", "source.asn"]}""",
        ["intelmq.bots.outputs.file.output"] = """{"file": "events.txt"}""",
        ["intelmq.bots.outputs.misp.output_api"] = """{"misp_url": "https://misp.example.com/", "misp_key": "${env:MISP_KEY}", "misp_tag_for_bot": "intelmq", "significant_fields": ["source.fqdn", "source.ip"], "misp_bulk": true}""",
        ["intelmq.bots.outputs.misp.output_feed"] = """{"output_dir": "/var/www/misp-feed", "misp_org_name": "Example CERT", "misp_org_uuid": "b89da4c2-0f74-11ea-96a1-6fa873a0eb4d", "interval_event": "1 day", "keep_for": "30 days"}""",
        ["intelmq.bots.outputs.s3.output"] = """{"region": "eu-central-1", "bucket": "events", "access_key": "AKIAEXAMPLE", "secret_key": "${env:S3_SECRET}", "max_events": 10000}""",
        ["intelmq.bots.outputs.syslog.output"] = """{"host": "syslog.example.com", "protocol": "tls", "ssl_ca_certificate": "/etc/intelmq/ca.pem", "format": "structured"}""",
        ["intelmq.bots.parsers.generic.parser_csv"] = """{"columns": ["time.source", "source.ip", "extra.note"], "type": "scanner"}""",
        ["intelmq.bots.parsers.html_table.parser"] = """{"columns": ["time.source", "source.url"], "type": "phishing"}""",
        ["intelmq.bots.parsers.key_value.parser"] = """{"keys": {"srcip": "source.ip", "dport": "destination.port"}, "timestamp_key": "time.source"}""",
    };

    // What the examples name is not there.
    private static readonly BotServices Services = new() { Secrets = new AnySecret() };

    /// <summary>Makes a parser; or another bot, null where its parameters name what is not here.</summary>
    public static Bot? Create(BotDescriptor bot)
    {
        using JsonDocument parameters = JsonDocument.Parse(Parameters.GetValueOrDefault(bot.Module, "{}"));
        try
        {
            return bot.Create(parameters.RootElement, ParameterSource.IntelMQ, Services, []);
        }
        catch (BotConfigurationException) when (bot.Kind != BotKind.Parser)
        {
            return null;
        }
    }

    /// <summary>The example parameters, where the defaults do not do.</summary>
    public static string? ParametersOf(BotDescriptor bot) => Parameters.GetValueOrDefault(bot.Module);

    /// <summary>The first lines of the sample in the bot's tests.</summary>
    public static string? SampleOf(BotDescriptor bot)
    {
        Type? tests = typeof(BotExamples).Assembly.GetType(bot.BotType.FullName!.Replace("IntelMQ.Bots.", "IntelMQ.Bots.Tests.", StringComparison.Ordinal) + "Tests");
        FieldInfo[] texts = [.. (tests?.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public) ?? []).Where(static field => field.FieldType == typeof(string))];
        string? sample = (texts.FirstOrDefault(static field => field.Name == "Sample") ?? texts.FirstOrDefault(static field => field.Name is not "Header" && ((string)field.GetValue(null)!).Contains('\n')))
            ?.GetValue(null) as string;
        if (sample is null)
            return null;
        string[] lines = sample.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        IEnumerable<string> shown = lines.Take(MaxLines).Select(static line => (line.Length > MaxLength ? $"{line[..MaxLength]} ..." : line).TrimEnd());
        return $"{string.Join('\n', shown)}{(lines.Length > MaxLines ? "\n..." : "")}\n";
    }

    private sealed class AnySecret : ISecretStore
    {
        public string? Find(string kind, string name, out string? problem)
        {
            problem = null;
            return "secret";
        }
    }
}
