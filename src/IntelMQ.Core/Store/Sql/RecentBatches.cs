using System.Buffers.Binary;
using System.Security.Cryptography;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Store;

/// <summary>
/// The events of the last batches, by their digests: what a broker delivers again after a failure is among them. Two that are alike within
/// one batch are both stored, as they were sent.
/// </summary>
internal sealed class RecentBatches
{
    /// <summary>How many batches are remembered.</summary>
    public const int MaxBatches = 256;

    private const int DigestSize = 16;

    private readonly Queue<byte[]> _batches = new();
    private readonly Dictionary<UInt128, int> _known = [];

    /// <summary>The number of the last batch that is known.</summary>
    public long Last { get; private set; }

    /// <summary>What tells events apart: all that they hold, and where they come from, as far as that is known.</summary>
    public static void Append(Event message, EventLineage? lineage, Utf8Buffer output)
    {
        message.WriteTo(output, MessageFormat.Flat);
        if (lineage is not null)
            output.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{lineage.Report}-{lineage.Element}-{lineage.Fork:x}"));
    }

    public static byte[] DigestsOf(IReadOnlyList<Event> events, IReadOnlyList<EventLineage?>? lineage)
    {
        var digests = new byte[events.Count * DigestSize];
        var buffer = new Utf8Buffer();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < events.Count; i++)
        {
            buffer.Clear();
            Append(events[i], lineage?[i], buffer);
            SHA256.HashData(buffer.WrittenSpan, digest);
            digest[..DigestSize].CopyTo(digests.AsSpan(i * DigestSize));
        }

        return digests;
    }

    /// <summary>Which events of a batch are not known; <see langword="null"/> for all, which is nearly always so.</summary>
    public List<int>? Unknown(byte[] digests)
    {
        List<int>? left = null;
        for (int i = 0; i < digests.Length / DigestSize; i++)
        {
            bool isKnown = _known.ContainsKey(At(digests, i));
            if (isKnown && left is null)
                left = [.. Enumerable.Range(0, i)];
            else if (!isKnown)
                left?.Add(i);
        }

        return left;
    }

    public void Add(long number, byte[] digests)
    {
        Last = number;
        _batches.Enqueue(digests);
        for (int i = 0; i < digests.Length / DigestSize; i++)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_known, At(digests, i), out _)++;
        while (_batches.Count > MaxBatches)
            Remove(_batches.Dequeue());
    }

    /// <summary>Forgets all: it is read again.</summary>
    public void Forget()
    {
        _batches.Clear();
        _known.Clear();
        Last = 0;
    }

    private void Remove(byte[] digests)
    {
        for (int i = 0; i < digests.Length / DigestSize; i++)
        {
            UInt128 digest = At(digests, i);
            if (--System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_known, digest, out _) <= 0)
                _known.Remove(digest);
        }
    }

    private static UInt128 At(byte[] digests, int index) => BinaryPrimitives.ReadUInt128BigEndian(digests.AsSpan(index * DigestSize));
}
