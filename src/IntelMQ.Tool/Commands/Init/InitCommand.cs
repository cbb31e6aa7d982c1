using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Feeds;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Pipelines;
using IntelMQ.Tool.Commands.Feeds;

namespace IntelMQ.Tool.Commands.Init;

/// <summary><c>intelmq init</c>: a first configuration, by flags or questions.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var config = new Option<DirectoryInfo>("--config", "-C") { Description = "The folder to write to, made where it is missing. Default: the present folder." };
        var broker = new Option<string>("--broker") { Description = "Where queues are kept: sqlite (a file, nothing to install), redis, redis-streams, amqp or memory.", DefaultValueFactory = static _ => "sqlite" };
        broker.AcceptOnlyFromAmong("sqlite", "redis", "redis-streams", "amqp", "memory");
        var feed = new Option<string?>("--feed") { Description = "A known feed to begin with, 'PROVIDER: NAME' ('intelmq feeds' lists them), instead of the sample." };
        Option<string[]> fill = FeedFilling.Option();
        var output = new Option<string>("--output") { Description = "The file that events are written to, seen from the folder.", DefaultValueFactory = static _ => "events.jsonl" };
        var ask = new Option<bool>("--ask") { Description = "Ask for broker, feed and output instead." };
        var yes = new Option<bool>("--yes") { Description = "Write over a runtime.yaml that is there; it is kept as runtime.yaml.bak." };
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command("init", "Writes a first configuration: a runtime.yaml whose queues are in a file, so that nothing has to be installed; without --feed with a sample report in the folder in/.\n\nExample:\n  intelmq init && intelmq run --until-drained\n  intelmq init --config ./etc --feed 'Abuse.ch: Feodo Tracker'") { config, broker, feed, fill, output, ask, yes, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            InitAnswers answers = new(arguments.GetRequiredValue(broker), arguments.GetValue(feed), arguments.GetRequiredValue(output));
            if (arguments.GetValue(ask))
                answers = await answers.AskAsync(Console.In, Console.Error, cancellationToken).ConfigureAwait(false);
            string folder = Directory.CreateDirectory(arguments.GetValue(config)?.FullName ?? Directory.GetCurrentDirectory()).FullName;
            string path = Path.Combine(folder, "runtime.yaml");
            if (File.Exists(path) && !arguments.GetValue(yes))
                throw new IOException($"There is a configuration already: {path}. Say --yes to write over it, or name another folder.");
            RuntimeFile file = RuntimeFile.Parse(InitFiles.Runtime(answers));
            if (answers.Feed is { } name)
                new FeedBots(FeedFilling.Fill(FeedOf(name), arguments.GetValue(fill) ?? []), null).AddTo(file, ["taxonomy-expert-queue"]);
            else
                await InitFiles.WriteSampleAsync(folder, cancellationToken).ConfigureAwait(false);
            if (File.Exists(path))
                File.Copy(path, path + ".bak", overwrite: true);
            await File.WriteAllTextAsync(path, file.Text, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(new JsonObject { ["file"] = path, ["bots"] = new JsonArray([.. file.Bots.Select(static bot => (JsonNode)JsonValue.Create(bot))]) });
            else
                await Console.Out.WriteLineAsync($"Wrote {path}.").ConfigureAwait(false);
            string named = arguments.GetValue(config) is null ? "" : $" --config {folder}";
            await Console.Error.WriteLineAsync($"Next: intelmq run --until-drained{named}; the events are in {Path.Combine(folder, answers.Output)} then.").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Feed FeedOf(string name)
        => name.Split(": ", 2) is [var provider, var feed] ? FeedsCommand.Find(provider, feed) : throw new ArgumentException($"'{name}' names no feed: say 'PROVIDER: NAME', as 'intelmq feeds' lists them.");
}
