using System.Security.Cryptography;

namespace IntelMQ.Redis.Lists;

/// <summary>A message at the old end of a list, as this process has seen it.</summary>
internal sealed class QueueSlot(byte[] payload, long tag, DateTimeOffset since)
{
    private string? _digest;

    public byte[] Payload { get; } = payload;

    public long Tag { get; } = tag;

    public DateTimeOffset Since { get; } = since;

    /// <summary>The reader that has it in work.</summary>
    public RedisQueueReader? Holder { get; set; }

    /// <summary>Settled, while older ones are not.</summary>
    public bool IsDone { get; set; }

    public long Checkpoint { get; set; }

    /// <summary>How often it was in work when a process was killed.</summary>
    public int Kills { get; set; }

    /// <summary>How often this process has given it back.</summary>
    public int GivenBack { get; set; }

    public bool IsWaiting => Holder is null && !IsDone;

    public int Attempt => 1 + Kills + GivenBack;

    /// <summary>What the server's <c>sha1hex</c> gives.</summary>
#pragma warning disable CA5350 // Tells messages apart that are in a list already; scripts know no other hash.
    public string Digest => _digest ??= Convert.ToHexStringLower(SHA1.HashData(Payload));
#pragma warning restore CA5350
}
