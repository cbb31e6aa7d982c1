namespace IntelMQ.Bots.Collectors;

/// <summary>The parameters of collectors whose source sends for as long as the connection stands.</summary>
public sealed partial class StreamOptions : OptionsPart
{
    /// <summary>
    /// <c>reconnect</c>: open the stream again when it ends or breaks off; on by default. Off, the turn ends with it, as in IntelMQ. The
    /// parameter is this project's own.
    /// </summary>
    public bool Reconnect { get; set; } = true;

    /// <summary>
    /// <c>reconnect_delay</c>: the pause before the stream is opened again; doubled with each attempt in vain, up to five minutes. The
    /// parameter is this project's own.
    /// </summary>
    [Range(0, 300)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary><c>max_line_size</c>: the most bytes of a message; a longer one is a failure, and the stream goes on. The parameter is this project's own.</summary>
    [Range(1, 512 << 20)]
    [Unit("bytes")]
    public int MaxLineSize { get; set; } = 16 << 20;
}
