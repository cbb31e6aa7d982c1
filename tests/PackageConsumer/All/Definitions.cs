namespace AllPackages;

internal static class Definitions
{
    /// <summary>A configuration as IntelMQ has it.</summary>
    public const string Runtime = """
        feed-collector:
          module: intelmq.bots.collectors.file.collector_file
          parameters: {path: ., postfix: .json}
          destination_queues: {_default: [feed-parser-queue]}
        feed-parser:
          module: intelmq.bots.parsers.abusech.parser_feodotracker
          destination_queues: {_default: [events-output-queue]}
        events-output:
          module: intelmq.bots.outputs.file.output
          parameters: {file: events.jsonl}
        """;
}
