namespace IntelMQ.Pipelines;

/// <summary>Ends a piece of work whose input, or what it rests on, was changed by somebody else meanwhile; never leaves a stage.</summary>
internal sealed class InputLostException() : Exception("Another program has taken messages from the queue that were in work here, or changed what the bot remembers.");
