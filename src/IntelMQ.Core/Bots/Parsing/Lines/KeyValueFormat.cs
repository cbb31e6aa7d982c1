namespace IntelMQ.Bots;

/// <summary>How a line of keys and values is written.</summary>
public sealed record KeyValueFormat
{
    /// <summary>Blanks between pairs, equals signs within, quotes around values: <c>src=192.0.2.1 type="scan"</c>.</summary>
    public static KeyValueFormat Default { get; } = new();

    /// <summary>What stands between pairs. Within a value in quotes it is text, where <see cref="StripsQuotes"/> is set.</summary>
    public string PairSeparator { get; init; } = " ";

    /// <summary>What stands between key and value; of several within a pair, the first one.</summary>
    public string KeySeparator { get; init; } = "=";

    /// <summary>Whether quotes at both ends of a value, double or single, are dropped; one within is written with a backslash before it.</summary>
    public bool StripsQuotes { get; init; } = true;
}
