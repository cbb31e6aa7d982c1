using System.CommandLine;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq clear</c>: throws away what waits in a queue.</summary>
internal static class ClearCommand
{
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
            RuntimeConfiguration configuration = place.Load();
            bool isKnown = QueueNames.All(configuration).Contains(name);
            IBroker? broker = isKnown ? await place.OpenBrokerAsync(configuration, cancellationToken).ConfigureAwait(false) : null;
            if (broker is not null)
            {
                await using (broker.ConfigureAwait(false))
                {
                    await broker.DeclareAsync(new QueueDeclaration(new QueueName(name), null, 1), cancellationToken).ConfigureAwait(false);
                    await broker.ClearAsync(new QueueName(name), cancellationToken).ConfigureAwait(false);
                }
            }

            string answer = broker is null ? "not-found" : "success";
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(System.Text.Json.Nodes.JsonValue.Create(answer)!);
            else
                await Console.Out.WriteLineAsync(broker is null ? $"There is no queue '{name}'." : $"Cleared '{name}'.").ConfigureAwait(false);
            return broker is null ? 2 : 0;
        }));
        return command;
    }
}
