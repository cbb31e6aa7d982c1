using System.CommandLine;
using System.Net;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Logging;
using IntelMQ.Hosting.Operation;
using IntelMQ.Tool.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IntelMQ.Tool.Operating;

/// <summary>The options of <c>intelmq run</c> for what goes on beside the bots: logs, metrics, reload, alerts.</summary>
internal sealed class OperationOptions
{
    private readonly Option<LogLevel> _level = new("--log-level", "-l") { Description = "The least that is logged, on standard error.", DefaultValueFactory = static _ => LogLevel.Information };
    private readonly Option<string> _format = new("--log-format") { Description = "How standard error is written: console (for people) or json (a line for each entry).", DefaultValueFactory = static _ => "console" };
    private readonly Option<bool> _files = new("--log-files") { Description = "Write IntelMQ's log files, too: BOTID.log in logging_path, from logging_level on, in IntelMQ's lines; to syslog where logging_handler says so." };
    private readonly Option<string?> _metrics = new("--metrics") { Description = "Where metrics (/metrics, Prometheus) and health (/live, /health) are offered, such as http://127.0.0.1:9477. Off by default." };
    private readonly Option<bool> _noWatch = new("--no-watch") { Description = "Take over changed files only on SIGHUP, not by themselves." };

    public OperationOptions() => _format.AcceptOnlyFromAmong("console", "json");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_level, _format, _files, _metrics, _noWatch])
            command.Options.Add(option);
    }

    /// <summary>The logs that the options ask for.</summary>
    public ILoggerFactory Logs(ParseResult arguments, Workplace place)
    {
        LogLevel level = arguments.GetValue(_level);
        BotLogFiles? files = arguments.GetValue(_files) ? new BotLogFiles(place.Load(), IntelMQPaths.Of(EnvironmentParameters.OfProcess()).Logs, TimeProvider.System) : null;
        return LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(files is null || level < files.Least ? level : files.Least);
            logging.AddFilter<ConsoleLoggerProvider>(null, level);
            if (arguments.GetValue(_format) == "json")
            {
                logging.AddJsonConsole(static console =>
                {
                    console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                    console.UseUtcTimestamp = true;
                });
            }
            else
            {
                logging.AddSimpleConsole(static console =>
                {
                    console.SingleLine = true;
                    console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
                    console.UseUtcTimestamp = true;
                });
            }

            logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            if (files is not null)
                logging.AddProvider(files);
        });
    }

    /// <summary>How the host is looked after.</summary>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    /// <exception cref="Pipelines.PipelineConfigurationException">The rules of alerts cannot be used.</exception>
    public HostOperationOptions Of(ParseResult arguments, Workplace place, ILoggerFactory logs)
    {
        AlertRules rules = AlertRules.Load(place.Configuration);
        return new HostOperationOptions
        {
            Metrics = Address(arguments.GetValue(_metrics)),
            ReloadsOnChange = !arguments.GetValue(_noWatch),
            AlertSenders = rules.Mail is { } mail ? [new MailAlertSender(mail)] : [],
            Logs = logs,
        };
    }

    private static IPEndPoint? Address(string? given)
    {
        if (given is null)
            return null;
        if (Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && url is { Scheme: "http", PathAndQuery: "/" } && IPAddress.TryParse(url.Host == "localhost" ? "127.0.0.1" : url.Host.Trim('[', ']'), out IPAddress? address))
            return new IPEndPoint(address, url.Port);
        throw new ArgumentException("--metrics must be a URL with an address and a port, such as http://127.0.0.1:9477.");
    }
}
