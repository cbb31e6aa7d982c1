using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Redis;

/// <summary>Reads the commands of Redis' protocol.</summary>
internal sealed class RespReader(Stream stream)
{
    private readonly byte[] _one = new byte[1];

    /// <summary>The next command, its name first; null where the connection ends.</summary>
    public async Task<byte[][]?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } line)
            return null;
        if (line is not ['*', ..])
            return [.. line.Split(' ').Select(Encoding.UTF8.GetBytes)];
        var parts = new byte[int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture)][];
        for (int i = 0; i < parts.Length; i++)
        {
            string length = await ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            parts[i] = new byte[int.Parse(length.AsSpan(1), CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(parts[i], cancellationToken);
            await ReadLineAsync(cancellationToken);
        }

        return parts;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await stream.ReadAsync(_one, cancellationToken) == 1)
        {
            if (_one[0] == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(_one[0]);
        }

        return null;
    }
}
