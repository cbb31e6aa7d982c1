using System.CommandLine;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Text;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary><c>intelmq log</c>: the end of a bot's log.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var bot = new Argument<string>("bot") { Description = "The bot's id." };
        var count = new Argument<int>("lines") { Description = "How many entries; -1 for all.", DefaultValueFactory = static _ => 10 };
        var level = new Argument<string>("level") { Description = "The least level that is shown: DEBUG, INFO, WARNING, ERROR or CRITICAL.", DefaultValueFactory = static _ => "INFO" };
        level.AcceptOnlyFromAmong([.. LogFile.Levels]);
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command("log", "Shows the end of a bot's log, of those in IntelMQ's form below logging_path.\n\nExample:\n  intelmq log shadowserver-parser 20 WARNING --config /opt/intelmq/etc") { bot, count, level, config, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            RuntimeConfiguration configuration = Workplace.Of(arguments.GetValue(config), null).Load();
            IReadOnlyList<LogEntry> entries = await BotLog.ReadAsync(configuration, arguments.GetRequiredValue(bot), arguments.GetValue(count), arguments.GetRequiredValue(level), cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(BotLog.ToJson(entries));
            else
                Write(entries);
            return 0;
        }));
        return command;
    }

    public static void Write(IEnumerable<LogEntry> entries)
    {
        foreach (LogEntry entry in entries)
        {
            Console.Out.WriteLine($"{entry.Date} - {entry.BotId}{(entry.Instance is { } number ? $".{number}" : "")} - {entry.Level} - {Printable.Of(entry.Message)}");
            foreach (string line in entry.More?.Split('\n') ?? [])
                Console.Out.WriteLine(Printable.Of(line));
        }
    }
}
