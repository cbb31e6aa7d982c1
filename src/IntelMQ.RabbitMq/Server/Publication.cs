using IntelMQ.Messages;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Server;

/// <summary>A message on its way to the server.</summary>
/// <param name="Key">The routing key; the name of the queue, where that has no exchange of its own.</param>
/// <param name="Properties">What travels with it.</param>
/// <param name="Payload">The message as bytes.</param>
/// <param name="Source">The message itself, for what cannot be sent.</param>
internal sealed record Publication(string Key, BasicProperties Properties, ReadOnlyMemory<byte> Payload, Message Source)
{
    public PublicationState State { get; set; }
}

/// <summary>What the server has said of a message.</summary>
internal enum PublicationState
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>It has it.</summary>
    Confirmed,

    /// <summary>It does not take it for now.</summary>
    Refused,

    /// <summary>There is no queue for it.</summary>
    Returned,
}
