namespace IntelMQ.Tool.Commands.Store;

/// <summary>What found events are written as.</summary>
internal enum StoreOutput
{
    /// <summary>A line each, for people.</summary>
    Text,

    /// <summary>An array, with the events' ids.</summary>
    Json,

    /// <summary>An event a line, as IntelMQ has it.</summary>
    Jsonl,

    /// <summary>A table.</summary>
    Csv,
}
