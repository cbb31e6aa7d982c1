using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>An output that wants to know where events come from. The pipeline calls this in place of <see cref="Bots.Output.SendAsync"/>.</summary>
public interface ILineageOutput
{
    /// <summary>Hands events on, as <see cref="Bots.Output.SendAsync"/>.</summary>
    /// <param name="batch">The events; not to be changed.</param>
    /// <param name="lineage">Where each comes from, in their order; <see langword="null"/> where that is not known.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask SendAsync(IReadOnlyList<Event> batch, IReadOnlyList<EventLineage?> lineage, CancellationToken cancellationToken);
}
