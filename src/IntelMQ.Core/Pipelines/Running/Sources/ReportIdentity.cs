using System.Security.Cryptography;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>Gives each collected report its lineage; two that are on their way at once never have the same.</summary>
internal sealed class ReportIdentity(string collector)
{
    private static readonly HashFilter Fields = HashFilter.AllBut(["raw", "time.observation"]);

    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _open = [];

    public Lineage Begin(CollectedReport collected)
    {
        ReadOnlySpan<byte> identity = collected.Identity.IsEmpty ? HashOf(collected.Report) : collected.Identity.Span;

        Lineage lineage = Lineage.OfReport(collector, identity);
        lock (_gate)
        {
            for (uint copy = 2; !_open.Add(lineage.Report); copy++)
                lineage = Lineage.OfReport(collector, [.. identity, .. BitConverter.GetBytes(copy)]);
        }

        return lineage;
    }

    public void End(Lineage lineage)
    {
        lock (_gate)
            _open.Remove(lineage.Report);
    }

    private static byte[] HashOf(Report report)
    {
        byte[] hash = new byte[SHA256.HashSizeInBytes + MessageHash.Size];
        SHA256.HashData(report.Raw.Span, hash);
        MessageHash.Compute(report, Fields, hash.AsSpan(SHA256.HashSizeInBytes));
        return hash;
    }
}
