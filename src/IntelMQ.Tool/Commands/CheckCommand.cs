using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq check</c>: everything that is wrong with a configuration, before anything runs.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var offline = new Option<bool>("--no-connections") { Description = "Do not ask the broker for forgotten queues." };
        var command = new Command(
            "check",
            "Says everything that is wrong with a configuration, with line and column; ends with 0 where nothing is.\n\nExample:\n  intelmq check --config /opt/intelmq/etc")
        {
            config, state, offline, type,
        };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            return await RunAsync(place, !arguments.GetValue(offline), arguments.GetValue(type) == OutputType.Json, cancellationToken).ConfigureAwait(false);
        }));
        return command;
    }

    /// <summary>Checks and writes what it found.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Workplace place, bool connects, bool isJson, CancellationToken cancellationToken)
    {
        ConfigurationReport report;
        try
        {
            report = await CheckAsync(place, connects, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception) when (exception.Details.Count > 0)
        {
            report = new ConfigurationReport(exception.Details);
        }

        if (isJson)
            Answer.Write(ToJson(report));
        else
            Write(report);
        return report.IsPassed ? 0 : 1;
    }

    private static async Task<ConfigurationReport> CheckAsync(Workplace place, bool connects, CancellationToken cancellationToken)
    {
        RuntimeConfiguration configuration = place.Load();
        IBroker? broker = null;
        var unreachable = new List<PipelineComplaint>();
        try
        {
            broker = connects ? await place.OpenBrokerAsync(configuration, cancellationToken).ConfigureAwait(false) : null;
            return await RunAsync(broker).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            ConfigurationReport offline = await RunAsync(null).ConfigureAwait(false);
            return new ConfigurationReport([.. offline.Complaints, new PipelineComplaint($"The pipeline: the queues cannot be reached: {exception.Message}") { Parameter = "source_pipeline_host" }]);
        }
        finally
        {
            if (broker is not null)
                await broker.DisposeAsync().ConfigureAwait(false);
        }

        Task<ConfigurationReport> RunAsync(IBroker? queues)
            => ConfigurationCheck.RunAsync(configuration, Installed.Bots, Installed.Brokers, queues, place.Services(configuration), cancellationToken);
    }

    private static JsonObject ToJson(ConfigurationReport report) => new()
    {
        ["status"] = report.IsPassed ? "success" : "error",
        ["lines"] = new JsonArray([.. report.Complaints.Select(static complaint => (JsonNode)new JsonArray(complaint.IsWarning ? "warning" : "error", complaint.ToString()))]),
    };

    private static void Write(ConfigurationReport report)
    {
        foreach (PipelineComplaint complaint in report.Complaints)
            Console.Out.WriteLine($"{(complaint.IsWarning ? "warning" : "error")}: {complaint}");
        if (report.Complaints.Count == 0)
            Console.Out.WriteLine("No issues found.");
    }
}
