namespace IntelMQ.Pipelines;

/// <summary>What a queue has to be before it is used.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="Capacity">
/// How many messages it holds, those counted that were received but are not settled. A batch is let in, whole, as long as fewer are
/// there; so it may be passed by one batch. <see langword="null"/> for as many as fit: what waits for a bot that is stopped, or that runs
/// elsewhere, must not stop its senders.
/// </param>
/// <param name="Partitions">How many parts it has, each read by one reader at a time; 1 where all readers share it.</param>
public sealed record QueueDeclaration(QueueName Name, int? Capacity, int Partitions);
