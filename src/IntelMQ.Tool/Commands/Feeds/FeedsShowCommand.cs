using System.CommandLine;
using IntelMQ.Bots.Feeds;
using IntelMQ.Hosting.Configuration.Writing;

namespace IntelMQ.Tool.Commands.Feeds;

/// <summary><c>intelmq feeds show</c>: a feed's bots, as they stand in a <c>runtime.yaml</c>.</summary>
internal static class FeedsShowCommand
{
    public static Command Create()
    {
        var provider = new Argument<string>("provider") { Description = "Who provides the feed." };
        var name = new Argument<string>("feed") { Description = "The feed's name." };
        var command = new Command("show", "Writes a feed's collector and parser as they stand in a runtime.yaml.\n\nExample:\n  intelmq feeds show 'Abuse.ch' 'Feodo Tracker'") { provider, name };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            Feed feed = FeedsCommand.Find(arguments.GetRequiredValue(provider), arguments.GetRequiredValue(name));
            RuntimeFile file = RuntimeFile.Parse("");
            new FeedBots(feed, null).AddTo(file, []);
            Console.Out.Write(file.Text);
            if (feed.Note is not null)
                Console.Error.WriteLine(feed.Note);
            return Task.FromResult(0);
        }));
        return command;
    }
}
