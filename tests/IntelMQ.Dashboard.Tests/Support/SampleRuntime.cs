namespace IntelMQ.Dashboard.Tests.Support;

internal static class SampleRuntime
{
    public static string Of(string root) => $$"""
        # Kept by hand.
        global: {source_pipeline_broker: memory, destination_pipeline_broker: memory}
        file-collector:
          module: intelmq.bots.collectors.file.collector_file
          group: Collector
          name: Files
          description: Reads files.
          enabled: true
          run_mode: continuous
          parameters: {path: {{root}}/in, postfix: .csv, delete_file: true, rate_limit: 1, minimum_age: 0, logging_path: {{root}}/log, destination_queues: {_default: [csv-parser-queue]} }
        csv-parser:
          module: intelmq.bots.parsers.generic.parser_csv
          group: Parser
          name: CSV
          description: Reads columns.
          enabled: true
          run_mode: continuous
          parameters: {columns: [source.ip, source.port], default_fields: {classification.type: scanner}, logging_path: {{root}}/log, destination_queues: {_default: [taxonomy-expert-queue]} }
        taxonomy-expert:
          module: intelmq.bots.experts.taxonomy.expert
          group: Expert
          name: Taxonomy
          description: Adds the taxonomy.
          enabled: true
          run_mode: continuous
          parameters: {destination_queues: {_default: [file-output-queue]} }
        file-output:
          module: intelmq.bots.outputs.file.output
          group: Output
          name: File
          description: Writes lines.
          enabled: true
          run_mode: continuous
          parameters: {file: {{root}}/out.jsonl}

        """;
}
