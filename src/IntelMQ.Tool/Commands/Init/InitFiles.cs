using System.Reflection;
using System.Text.Json;

namespace IntelMQ.Tool.Commands.Init;

/// <summary>The files of a first configuration.</summary>
internal static class InitFiles
{
    private static readonly string[] Sample = ["2026-11-20-scan_http-example-geo.csv", "shadowserver-schema.json"];

    /// <summary>The <c>runtime.yaml</c>: queues, experts and output; and, where no feed is named, the sample's collector and parser.</summary>
    public static string Runtime(InitAnswers answers)
    {
        string start = answers.Feed is not null ? "" : """
            # Reads reports that are put into the folder in/. They stay there: set delete_file to have them taken away when they are done.
            report-collector:
              module: intelmq.bots.collectors.file.collector_file
              group: Collector
              name: Reports
              description: Reads reports of Shadowserver from a folder.
              enabled: true
              run_mode: continuous
              parameters:
                path: in/
                postfix: .csv
                delete_file: false
                rate_limit: 300
                name: Accessible HTTP
                provider: Shadowserver
                destination_queues:
                  _default: [report-parser-queue]

            # The schema says what the columns of Shadowserver's reports mean. This one knows the sample's kind of report;
            # leave schema_file out and set auto_update to download the whole.
            report-parser:
              module: intelmq.bots.parsers.shadowserver.parser
              group: Parser
              name: Shadowserver
              description: Parses reports of Shadowserver.
              enabled: true
              run_mode: continuous
              parameters:
                schema_file: shadowserver-schema.json
                destination_queues:
                  _default: [taxonomy-expert-queue]


            """;
        return $$"""
            # What runs here. The bots' pages say which parameters there are; 'intelmq check' says what is wrong.
            global:
              source_pipeline_broker: {{answers.Broker}}
              destination_pipeline_broker: {{answers.Broker}}

            {{start}}taxonomy-expert:
              module: intelmq.bots.experts.taxonomy.expert
              group: Expert
              name: Taxonomy
              description: Sets the taxonomy of each event by its type.
              enabled: true
              run_mode: continuous
              parameters:
                destination_queues:
                  _default: [url-expert-queue]

            url-expert:
              module: intelmq.bots.experts.url.expert
              group: Expert
              name: URLs
              description: Takes URLs apart.
              enabled: true
              run_mode: continuous
              parameters:
                destination_queues:
                  _default: [deduplicator-expert-queue]

            # What was seen within a day is not written again.
            deduplicator-expert:
              module: intelmq.bots.experts.deduplicator.expert
              group: Expert
              name: Deduplicator
              description: Drops events that were seen before.
              enabled: true
              run_mode: continuous
              parameters:
                filter_type: whitelist
                filter_keys: source.ip, source.port, source.url, source.fqdn, classification.type, classification.identifier, time.source
                redis_cache_ttl: 86400
                destination_queues:
                  _default: [file-output-queue]

            file-output:
              module: intelmq.bots.outputs.file.output
              group: Output
              name: File
              description: Appends events to a file, a JSON object a line.
              enabled: true
              run_mode: continuous
              parameters:
                file: "{{JsonEncodedText.Encode(answers.Output)}}"

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Writes the sample report and its schema; what is there already stays.</summary>
    public static async Task WriteSampleAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        foreach (string name in Sample)
        {
            string path = name.EndsWith(".csv", StringComparison.Ordinal) ? Path.Combine(folder, "in", name) : Path.Combine(folder, name);
            if (File.Exists(path))
                continue;
            Stream source = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Sample/{name}")!;
            await using (source.ConfigureAwait(false))
            {
                var target = new FileStream(path, FileMode.CreateNew);
                await using (target.ConfigureAwait(false))
                    await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
