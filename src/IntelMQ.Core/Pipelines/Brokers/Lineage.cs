using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Pipelines;

/// <summary>
/// Where a message comes from. Travels in the envelope beside the message, never among its fields, so that it is no part of its hash; and
/// is the same again when the same input is worked on again.
/// </summary>
/// <param name="Report">Names the report; 0 where nobody knows, such as after a bot of another process.</param>
/// <param name="Element">Which element of the report, counted from 1; 0 for the report itself.</param>
/// <param name="Fork">Which copy of it: the ways it took where there were several, folded to a number.</param>
public readonly record struct Lineage(UInt128 Report, long Element, uint Fork)
{
    /// <summary>Whether nobody knows.</summary>
    public bool IsUnknown => Report == UInt128.Zero;

    /// <summary>The id of the message: the same for the same message over every replay, different for every other.</summary>
    public UInt128 Id
    {
        get
        {
            if (Element == 0 && Fork == 0)
                return Report;
            Span<byte> parts = stackalloc byte[28];
            BinaryPrimitives.WriteUInt128BigEndian(parts, Report);
            BinaryPrimitives.WriteInt64BigEndian(parts[16..], Element);
            BinaryPrimitives.WriteUInt32BigEndian(parts[24..], Fork);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(parts, hash);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }
    }

    /// <summary>The lineage of a report.</summary>
    /// <param name="bot">The collector's id.</param>
    /// <param name="identity">What names the report's source and its place in it, the same whenever the same is collected.</param>
    public static Lineage OfReport(string bot, ReadOnlySpan<byte> identity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(bot));
        hash.AppendData([0]);
        hash.AppendData(identity);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        UInt128 id = BinaryPrimitives.ReadUInt128BigEndian(digest);
        return new Lineage(id == UInt128.Zero ? UInt128.One : id, 0, 0);
    }

    /// <summary>The lineage of an element of a report.</summary>
    public Lineage OfElement(long element) => this with { Element = element };

    /// <summary>The lineage of a copy.</summary>
    /// <param name="way">Names the way that the copy takes; see <see cref="WayOf"/>.</param>
    public Lineage OfCopy(uint way) => this with { Fork = (Fork * 16777619) ^ way };

    /// <summary>The number of a way from one bot to another, the same in every process.</summary>
    public static uint WayOf(string bot, string path, string receiver)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{bot}\n{path}\n{receiver}"), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) | 1;
    }

    /// <summary>Report, element and fork, with hyphens between them; empty where nobody knows.</summary>
    public override string ToString()
        => IsUnknown ? "" : string.Create(CultureInfo.InvariantCulture, $"{Report:x32}-{Element}-{Fork:x}");

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Lineage lineage)
    {
        lineage = default;
        if (text.IsEmpty)
            return true;
        if (text.Length < 36 || text[32] != '-' || !UInt128.TryParse(text[..32], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 report))
            return false;
        ReadOnlySpan<char> rest = text[33..];
        int hyphen = rest.IndexOf('-');
        if (hyphen < 0
            || !long.TryParse(rest[..hyphen], NumberStyles.None, CultureInfo.InvariantCulture, out long element)
            || !uint.TryParse(rest[(hyphen + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint fork))
            return false;
        lineage = new Lineage(report, element, fork);
        return true;
    }
}
