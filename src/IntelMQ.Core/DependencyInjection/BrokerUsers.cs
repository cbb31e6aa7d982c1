using IntelMQ.Pipelines;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Knows which pipeline reads which queue of a broker, since two that read one would take each other's messages.</summary>
internal sealed class BrokerUsers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(IBroker Broker, string Queue), string> _readers = [];

    /// <exception cref="PipelineConfigurationException">Another pipeline reads the same queues.</exception>
    public void Add(IBroker broker, Pipeline pipeline)
    {
        BotDefinition[] bots = [.. pipeline.Definition.Bots.Where(static bot => bot.RunsHere)];
        lock (_gate)
        {
            PipelineComplaint[] complaints =
            [
                .. bots.Where(bot => _readers.ContainsKey((broker, bot.Queue.Value)))
                    .Select(bot => new PipelineComplaint($"the pipeline {_readers[(broker, bot.Queue.Value)]} has a bot with this id on the same broker; give it another, or each pipeline a broker of its own.") { Bot = bot.Id }),
            ];
            if (complaints.Length > 0)
                throw new PipelineConfigurationException(complaints.AsEnumerable());
            foreach (BotDefinition bot in bots)
                _readers.Add((broker, bot.Queue.Value), pipeline.Id);
        }
    }
}
