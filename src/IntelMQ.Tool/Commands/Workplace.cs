using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IntelMQ.Tool.Commands;

/// <summary>The folders that a command works with.</summary>
internal sealed class Workplace
{
    private Workplace(string configuration, string state)
    {
        Configuration = configuration;
        State = state;
    }

    public string Configuration { get; }

    public string State { get; }

    public static Workplace Of(DirectoryInfo? configuration, DirectoryInfo? state)
    {
        string folder = configuration?.FullName ?? UsualFolder(EnvironmentParameters.OfProcess());
        var place = new Workplace(Path.GetFullPath(folder), Path.GetFullPath(state?.FullName ?? Path.Combine(folder, "state")));
        // What the files name by relative path is beside them, wherever the command is called from.
        if (Directory.Exists(place.Configuration))
            Directory.SetCurrentDirectory(place.Configuration);
        return place;
    }

    // What stands in the present folder is meant, unless the environment says where IntelMQ is.
    private static string UsualFolder(IReadOnlyDictionary<string, string> environment)
    {
        bool isTold = environment.ContainsKey("INTELMQ_ROOT_DIR") || environment.ContainsKey("INTELMQ_PATHS_NO_OPT");
        return !isTold && File.Exists("runtime.yaml") ? Directory.GetCurrentDirectory() : IntelMQPaths.Of(environment).Configuration;
    }

    public RuntimeConfiguration Load() => RuntimeConfiguration.Load(Configuration, EnvironmentParameters.OfProcess());

    /// <summary>The queues of a configuration; <see langword="null"/> for those in memory, which nobody else sees.</summary>
    /// <exception cref="PipelineConfigurationException">There is no such broker, or its settings cannot be used.</exception>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public async Task<IBroker?> OpenBrokerAsync(RuntimeConfiguration configuration, CancellationToken cancellationToken)
    {
        var complaints = new List<PipelineComplaint>();
        BrokerSettings settings = BrokerSettings.Read(configuration, complaints);
        if (settings.Name == "memory")
            return null;
        IBrokerProvider? provider = Installed.Brokers.FirstOrDefault(one => one.Name == settings.Name);
        if (provider is null)
            complaints.Add(new PipelineComplaint($"The pipeline: there is no broker '{settings.Name}'."));
        if (complaints.Count > 0)
            throw new PipelineConfigurationException(complaints.AsEnumerable());
        return await provider!.CreateAsync(settings, new BrokerContext(BotServices.Default, configuration.Schema, State, static () => new MemoryFailureStore()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What bots are made with for a check: nothing of it is used.</summary>
    public BotServices Services(RuntimeConfiguration configuration) => new()
    {
        Schema = configuration.Schema,
        Http = new HttpConnections(),
        Dns = new DnsResolver(),
        Databases = Installed.Databases,
        StateFolder = State,
    };

    /// <summary>Logs on standard error.</summary>
    public static ILoggerFactory Logs(LogLevel level) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(level)
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            console.UseUtcTimestamp = true;
        })
        .Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    /// <summary>Runs a command and says what went wrong in one line each, never as a stack trace.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                await Console.Error.WriteLineAsync(complaint).ConfigureAwait(false);
            return 1;
        }
        catch (ControlException exception)
        {
            foreach (string complaint in exception.Complaints)
                await Console.Error.WriteLineAsync(complaint).ConfigureAwait(false);
            return 1;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }
}
