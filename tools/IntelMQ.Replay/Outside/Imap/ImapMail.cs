namespace IntelMQ.Replay.Outside.Imap;

/// <summary>A mail in a box.</summary>
/// <param name="uid">Its number, which is its place too.</param>
/// <param name="data">The mail.</param>
internal sealed class ImapMail(int uid, byte[] data)
{
    public int Uid { get; } = uid;

    public byte[] Data { get; } = data;

    public bool IsSeen { get; set; }

    /// <summary>The headers, with the empty line behind them.</summary>
    public ReadOnlySpan<byte> Head => Data.AsSpan().IndexOf("\r\n\r\n"u8) is >= 0 and int end ? Data.AsSpan(0, end + 4) : Data;
}
