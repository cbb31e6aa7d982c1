namespace IntelMQ.Bots;

/// <summary>How a line of keys and values is written.</summary>
public sealed record KeyValueFormat
{
    /// <summary>Blanks between pairs, equals signs within, quotes around values: <c>src=192.0.2.1 type="scan"</c>.</summary>
    public static KeyValueFormat Default { get; } = new();

    /// <summary>What stands between pairs. Nothing protects it, not even quotes.</summary>
    public string PairSeparator { get; init; } = " ";

    /// <summary>What stands between key and value; of several within a pair, the last one.</summary>
    public string KeySeparator { get; init; } = "=";

    /// <summary>Whether double quotes at both ends of a value are dropped.</summary>
    public bool StripsQuotes { get; init; } = true;
}
