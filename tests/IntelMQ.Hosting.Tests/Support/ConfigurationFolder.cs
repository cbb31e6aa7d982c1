namespace IntelMQ.Hosting.Tests.Support;

/// <summary>A folder with a configuration that takes lines of a file to a file.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-host-");

    public string Configuration => Directory.CreateDirectory(Path.Combine(_folder.FullName, "etc")).FullName;

    public string State => Path.Combine(_folder.FullName, "state");

    public string Input => Directory.CreateDirectory(Path.Combine(_folder.FullName, "in")).FullName;

    public string Output => Path.Combine(_folder.FullName, "out.jsonl");

    /// <summary>What the output has written until now; nothing while it writes, since it then holds the file alone.</summary>
    public string ReadOutput()
    {
        try
        {
            return File.Exists(Output) ? File.ReadAllText(Output) : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public ConfigurationFolder Write(string broker, string more = "", string taxonomy = "intelmq.bots.experts.taxonomy.expert")
    {
        File.WriteAllText(Path.Combine(Configuration, "runtime.yaml"), $$"""
            global:
              source_pipeline_broker: {{broker}}
              destination_pipeline_broker: {{broker}}
              logging_level: WARNING
            file-collector:
              module: intelmq.bots.collectors.file.collector_file
              group: Collector
              name: File
              description: reads
              enabled: true
              parameters:
                path: {{Input}}/
                postfix: .csv
                delete_file: true
                destination_queues: {_default: [csv-parser-queue]}
            csv-parser:
              module: intelmq.bots.parsers.generic.parser_csv
              group: Parser
              name: CSV
              description: parses
              enabled: true
              parameters:
                columns: [source.ip, source.port]
                default_fields: {classification.type: scanner}
                destination_queues: {_default: [taxonomy-expert-queue]}
            taxonomy-expert:
              module: {{taxonomy}}
              group: Expert
              name: Taxonomy
              description: adds
              enabled: true
              parameters:
                destination_queues: {_default: [file-output-queue]}
            file-output:
              module: intelmq.bots.outputs.file.output
              group: Output
              name: File
              description: writes
              enabled: true
              parameters:
                file: {{Output}}
            {{more}}
            """);
        return this;
    }

    public ConfigurationFolder Report(string text)
    {
        File.WriteAllText(Path.Combine(Input, "report.csv"), text);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
