using System.Globalization;
using System.Text;

namespace DashboardSample;

/// <summary>A folder with a configuration, and with files that keep coming, some of whose lines are no good. It goes with the program.</summary>
internal sealed class DemoFolder : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-dashboard-");

    public DemoFolder()
    {
        Directory.CreateDirectory(Configuration);
        Directory.CreateDirectory(Input);
        File.WriteAllText(Path.Combine(Configuration, "runtime.yaml"), $$"""
            global: {source_pipeline_broker: memory, destination_pipeline_broker: memory}
            scan-collector:
              {module: intelmq.bots.collectors.file.collector_file, group: Collector, name: Files, description: Takes files in., enabled: true,
               parameters: {path: {{Input}}, postfix: .csv, delete_file: true, rate_limit: 1, minimum_age: 0, name: Scans, provider: Example, destination_queues: {_default: [scan-parser-queue]} } }
            scan-parser:
              {module: intelmq.bots.parsers.generic.parser_csv, group: Parser, name: CSV, description: Reads columns., enabled: true,
               parameters: {columns: [source.ip, source.port], default_fields: {classification.type: scanner}, destination_queues: {_default: [taxonomy-expert-queue]} } }
            taxonomy-expert:
              {module: intelmq.bots.experts.taxonomy.expert, group: Expert, name: Taxonomy, description: Adds the taxonomy., enabled: true,
               parameters: {destination_queues: {_default: [events-output-queue]} } }
            events-output:
              {module: intelmq.bots.outputs.file.output, group: Output, name: File, description: Writes lines., enabled: true,
               parameters: {file: {{Path.Combine(_folder.FullName, "events.jsonl")}} } }

            """);
    }

    public string Configuration => Path.Combine(_folder.FullName, "etc");

    public string State => Path.Combine(_folder.FullName, "state");

    private string Input => Path.Combine(_folder.FullName, "in");

    /// <summary>Adds a file every two seconds: forty lines, one of them without an address.</summary>
    public async Task FillAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            for (int number = 0; ; number++)
            {
                var lines = new StringBuilder("not-an-address,0\r\n");
                for (int line = 1; line < 40; line++)
                    lines.Append(CultureInfo.InvariantCulture, $"192.0.2.{line},{1024 + (number % 1000)}\r\n");
                string beside = Path.Combine(Input, $"{number}.new");
                await File.WriteAllTextAsync(beside, lines.ToString(), cancellationToken);
                File.Move(beside, Path.ChangeExtension(beside, ".csv"));
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
