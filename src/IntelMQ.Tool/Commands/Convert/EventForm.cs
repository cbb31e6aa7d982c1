namespace IntelMQ.Tool.Commands.Convert;

/// <summary>What events are written as.</summary>
internal enum EventForm
{
    /// <summary>A JSON object a line.</summary>
    Jsonl,

    /// <summary>A table.</summary>
    Csv,
}
