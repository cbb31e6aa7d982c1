using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Feeds;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Configuration.Writing;

namespace IntelMQ.Tool.Commands.Feeds;

/// <summary><c>intelmq feeds add</c>: a feed's collector and parser into a <c>runtime.yaml</c>.</summary>
internal static class FeedsAddCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        Option<string[]> fill = FeedFilling.Option();
        var provider = new Argument<string>("provider") { Description = "Who provides the feed." };
        var name = new Argument<string>("feed") { Description = "The feed's name." };
        var to = new Option<string[]>("--to") { Description = "The bots that get the feed's events. Default: those that all other parsers send to.", AllowMultipleArgumentsPerToken = true };
        var id = new Option<string?>("--id") { Description = "What the bots' ids begin with. Default: made of provider and name." };
        var command = new Command("add", "Adds a feed's collector and parser to the runtime.yaml; all else in the file stays as it is, the file before is kept as runtime.yaml.bak.\n\nExample:\n  intelmq feeds add 'Abuse.ch' 'Feodo Tracker' --to taxonomy-expert --config /opt/intelmq/etc") { provider, name, to, id, fill, config, type };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            Feed feed = FeedFilling.Fill(FeedsCommand.Find(arguments.GetRequiredValue(provider), arguments.GetRequiredValue(name)), arguments.GetValue(fill) ?? []);
            Workplace place = Workplace.Of(arguments.GetValue(config), null);
            string[] queues = QueuesOf(place.Load(), arguments.GetValue(to) ?? []);
            RuntimeFile file = RuntimeFile.OpenFolder(place.Configuration);
            var bots = new FeedBots(feed, arguments.GetValue(id));
            bots.AddTo(file, queues);
            file.Save();
            if (feed.Note is not null)
                Console.Error.WriteLine(feed.Note);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(new JsonObject { ["collector"] = bots.CollectorId, ["parser"] = bots.ParserId, ["file"] = file.Path });
            else
                Console.Out.WriteLine($"Added {bots.CollectorId} and {bots.ParserId} to {file.Path}.");
            return Task.FromResult(0);
        }));
        return command;
    }

    private static string[] QueuesOf(RuntimeConfiguration configuration, string[] to)
    {
        if (to.Length > 0)
        {
            return [.. to.Select(name => configuration.Bots.FirstOrDefault(bot => bot.Id == name)?.SourceQueue
                ?? throw new ArgumentException($"There is no bot '{name}'; there are {string.Join(", ", configuration.Bots.Select(static bot => bot.Id))}."))];
        }

        string[][] others = [.. configuration.Bots
            .Where(static bot => bot.Setting("group")?.Text == "Parser")
            .Select(static bot => bot.Destinations.Where(static path => path.Path == "_default").SelectMany(static path => path.Queues).ToArray())
            .DistinctBy(static queues => string.Join('\n', queues))];
        return others is [{ Length: > 0 } same] ? same : throw new ArgumentException("Say which bots get the events (--to): the parsers of the configuration send to different bots, or there are none.");
    }
}
