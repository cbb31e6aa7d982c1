using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Running;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Tool.Brokers;

namespace IntelMQ.Hosting.Tests.Running;

/// <summary>A configuration of a hundred bots is one process; what it costs is measured by bench/hundred-bots.sh.</summary>
public sealed class HundredBotsTests : IDisposable
{
    private const int Feeds = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-hundred-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_hundred_bots_start_pass_events_on_and_are_stopped_in_one_command(string broker)
    {
        string configuration = Write(broker);
        await using IntelMQHost host = await IntelMQHost.OpenAsync(
            new IntelMQHostOptions
            {
                ConfigurationFolder = configuration,
                StateFolder = Path.Combine(_folder.FullName, "state"),
                Bots = new BotCatalog().Add(StandardBots.All),
                Brokers = [new SqliteProvider()],
                Environment = new Dictionary<string, string>(),
            },
            CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Task running = host.RunAsync(stop.Token);
        await Patience.UntilAsync(() => new(running.IsCompleted || Enumerable.Range(0, Feeds).All(number => File.Exists(Output(number)) && new FileInfo(Output(number)).Length > 0)));
        HostStatus status = await host.Control.GetStatusAsync();
        Assert.Equal(100, status.Bots.Count(static bot => bot.State == HostBotState.Running));
        HostStatus stopped = await host.Control.StopAsync(BotScope.All);
        Assert.All(stopped.Bots, static bot => Assert.Equal(HostBotState.Stopped, bot.State));
        await stop.CancelAsync();
        await running;
    }

    private string Output(int number) => Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"out-{number}.jsonl"));

    private string Write(string broker)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"global: {{source_pipeline_broker: {broker}, destination_pipeline_broker: {broker}}}\n");
        for (int i = 0; i < Feeds; i++)
        {
            string input = Directory.CreateDirectory(Path.Combine(_folder.FullName, "in", i.ToString(CultureInfo.InvariantCulture))).FullName;
            File.WriteAllText(Path.Combine(input, "report.csv"), "192.0.2.1,80\n");
            text.Append(CultureInfo.InvariantCulture, $$"""
                f{{i}}-collector: {module: intelmq.bots.collectors.file.collector_file, group: Collector, parameters: {path: "{{input}}/", postfix: .csv, delete_file: true, destination_queues: {_default: [f{{i}}-parser-queue]} } }
                f{{i}}-parser: {module: intelmq.bots.parsers.generic.parser_csv, parameters: {columns: [source.ip, source.port], default_fields: {classification.type: scanner}, destination_queues: {_default: [f{{i}}-taxonomy-queue]} } }
                f{{i}}-taxonomy: {module: intelmq.bots.experts.taxonomy.expert, parameters: {destination_queues: {_default: [f{{i}}-url-queue]} } }
                f{{i}}-url: {module: intelmq.bots.experts.url.expert, parameters: {destination_queues: {_default: [f{{i}}-output-queue]} } }
                f{{i}}-output: {module: intelmq.bots.outputs.file.output, parameters: {file: "{{Output(i)}}"} }

                """);
        }

        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "etc")).FullName;
        File.WriteAllText(Path.Combine(folder, "runtime.yaml"), text.ToString());
        return folder;
    }
}
