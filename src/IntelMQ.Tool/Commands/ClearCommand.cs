using System.CommandLine;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq clear</c>: throws away what waits in a queue.</summary>
internal static class ClearCommand
{
    private const string Success = "success";
    public const string NotFound = "not-found";

    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var yes = new Option<bool>("--yes") { Description = "Do it: what waits in the queue is gone for good." };
        var queue = new Argument<string>("queue") { Description = "The queue's name." };
        var command = new Command("clear", "Throws away all messages that wait in a queue. Ends with 2 where there is no such queue.\n\nExample:\n  intelmq clear file-output-queue --yes --config /opt/intelmq/etc") { queue, yes, config, state, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            string name = arguments.GetRequiredValue(queue);
            if (!arguments.GetValue(yes))
            {
                await Console.Error.WriteLineAsync($"This throws away all messages that wait in '{name}'. Say --yes to do it.").ConfigureAwait(false);
                return 1;
            }

            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            string answer = await ClearAsync(place, name, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(System.Text.Json.Nodes.JsonValue.Create(answer)!);
            else
                await Console.Out.WriteLineAsync(answer == NotFound ? $"There is no queue '{name}'." : $"Cleared '{name}'.").ConfigureAwait(false);
            return answer == NotFound ? 2 : 0;
        }));
        return command;
    }

    /// <summary>Clears a queue: the host that runs does it, else the broker.</summary>
    /// <returns>IntelMQ's word: success, or not-found.</returns>
    /// <exception cref="IOException">The queues cannot be reached.</exception>
    public static async Task<string> ClearAsync(Workplace place, string name, CancellationToken cancellationToken)
    {
        RuntimeConfiguration configuration = place.Load();
        if (!QueueNames.All(configuration).Contains(name))
            return NotFound;
        if (await HostDoor.TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is { } door)
        {
            using (door.Client)
            {
                if (door.Status.IsRunning)
                {
                    await door.Client.ClearAsync(name, cancellationToken).ConfigureAwait(false);
                    return Success;
                }
            }
        }

        IBroker broker = await place.OpenBrokerAsync(configuration, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException("The queues of this configuration are in memory: only the process that runs it sees them.");
        await using (broker.ConfigureAwait(false))
        {
            await broker.DeclareAsync(new QueueDeclaration(new QueueName(name), null, 1), cancellationToken).ConfigureAwait(false);
            await broker.ClearAsync(new QueueName(name), cancellationToken).ConfigureAwait(false);
        }

        return Success;
    }
}
