using System.IO.Compression;
using System.Security.Cryptography;
using IntelMQ.Intake;

namespace IntelMQ.S3;

/// <summary>What is stored under one key: lines, made of the same events always the same.</summary>
/// <param name="Key">The key.</param>
/// <param name="ContentType">The kind of content.</param>
/// <param name="Content">The content.</param>
internal sealed record EventObject(string Key, string ContentType, byte[] Content)
{
    private const int HashLength = 32;

    /// <summary>Makes an object of lines.</summary>
    /// <param name="options">The form of keys, and whether content is packed.</param>
    /// <param name="observed">When the first event was observed.</param>
    /// <param name="lines">The lines.</param>
    public static EventObject Of(S3OutputOptions options, DateTimeOffset observed, byte[] lines)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(lines))[..HashLength];
        string key = StrfTime.Format(options.Key, observed.ToUniversalTime()).Replace(S3OutputOptions.Hash, hash, StringComparison.Ordinal);
        return options.Gzip ? new EventObject($"{key}.gz", "application/gzip", Packed(lines)) : new EventObject(key, "application/x-ndjson", lines);
    }

    private static byte[] Packed(byte[] lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(lines);
        return packed.ToArray();
    }
}
