namespace IntelMQ.Pipelines;

/// <summary>What a queue has to be before it is used.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="Capacity">
/// How many messages it holds, those counted that were received but are not settled. A batch is let in, whole, as long as fewer are
/// there; so it may be passed by one batch.
/// </param>
/// <param name="Partitions">How many parts it has, each read by the reader with that number; 1 where all readers share it.</param>
public sealed record QueueDeclaration(QueueName Name, int Capacity, int Partitions);
