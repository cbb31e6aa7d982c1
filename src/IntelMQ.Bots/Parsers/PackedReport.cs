using System.Runtime.InteropServices;
using IntelMQ.Intake;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Parsers;

/// <summary>Unpacks reports that reach the parser as they are downloaded: gzip, or zip with one file in it.</summary>
internal static class PackedReport
{
    private const int MaxUnpacked = 1 << 30;
    private const int MaxRatio = 200;

    /// <summary>A report of what a packed one holds; others as they are.</summary>
    /// <exception cref="InvalidReportException">As <see cref="Unpack"/>.</exception>
    public static Report Unpacked(Report report)
    {
        ReadOnlyMemory<byte> content = Unpack(report.Raw);
        if (content.Equals(report.Raw))
            return report;
        report = report.Clone();
        report.SetRaw(content);
        return report;
    }

    /// <summary>The content of a packed report; other data as it is.</summary>
    /// <exception cref="InvalidReportException">The package is damaged, holds something else than one file, or gives too much.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> raw)
    {
        bool isZip = raw.Span.StartsWith("PK\x03\x04"u8);
        if (!isZip && !(raw.Length > 18 && raw.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08])))
            return raw;
        try
        {
            using Stream packed = StreamOf(raw);
            using Stream content = isZip ? OnlyFile(packed) : Archive.OpenGzip(packed);
            return ReadAll(content, raw.Length);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidReportException("The report is a damaged gzip or zip file, or unpacks to far more than it is.", exception);
        }
    }

    private static Stream OnlyFile(Stream packed)
        => Archive.OpenOnlyFile(packed) ?? throw new InvalidReportException("The report is a zip file with other than one file in it, or encrypted.");

    private static ReadOnlyMemory<byte> ReadAll(Stream content, long packedBytes)
    {
        var budget = new UnpackBudget(MaxUnpacked, MaxRatio);
        using var unpacked = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read = content.Read(chunk); read > 0; read = content.Read(chunk))
        {
            budget.Spend(read, packedBytes);
            unpacked.Write(chunk, 0, read);
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> raw)
        => MemoryMarshal.TryGetArray(raw, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(raw.ToArray(), writable: false);
}
