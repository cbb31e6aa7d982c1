using FsCheck;
using FsCheck.Fluent;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>What may happen to a report on its way: the changes that FsCheck makes to samples.</summary>
internal static class Mutations
{
    private const int MaxChanges = 6;

    private static readonly byte[] Telling = [.. "{}[]\"\\\n\r,;|=<>/&-0:#. \t"u8, 0, 0xFF];

    /// <summary>A sample after up to six changes: bytes flipped, set, removed, doubled, moved, parts swapped, line ends changed, the end cut off.</summary>
    public static Gen<byte[]> Of(byte[] sample)
        => from count in Gen.Choose(1, MaxChanges)
           from changes in Gen.ArrayOf(Change(sample.Length), count)
           select changes.Aggregate(sample, static (bytes, change) => Apply(bytes, change));

    private static Gen<(int Kind, int Place, int Length, int Other, byte Value)> Change(int length)
        => from kind in Gen.Choose(0, 8)
           from place in Gen.Choose(0, Math.Max(0, length - 1))
           from size in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, Math.Max(1, length / 2)))
           from other in Gen.Choose(0, Math.Max(0, length - 1))
           from value in Gen.OneOf(Gen.Choose(0, 255).Select(static value => (byte)value), Gen.Elements(Telling))
           select (kind, place, size, other, value);

    private static byte[] Apply(byte[] bytes, (int Kind, int Place, int Length, int Other, byte Value) change)
    {
        if (bytes.Length == 0)
            return bytes;
        int place = Math.Min(change.Place, bytes.Length - 1);
        int end = Math.Min(place + change.Length, bytes.Length);
        int other = Math.Min(change.Other, bytes.Length - 1);
        switch (change.Kind)
        {
            case 0:
                byte[] flipped = [.. bytes];
                flipped[place] ^= (byte)(1 << (change.Value & 7));
                return flipped;
            case 1:
                byte[] set = [.. bytes];
                set[place] = change.Value;
                return set;
            case 2:
                return [.. bytes[..place], .. bytes[end..]];
            case 3:
                return [.. bytes[..end], .. bytes[place..end], .. bytes[end..]];
            case 4:
                return bytes[..place];
            case 5:
                return [.. bytes[..other], .. bytes[place..end], .. bytes[other..]];
            case 6:
                return [.. bytes[..place], .. bytes[other..]];
            case 7:
                return [.. bytes.SelectMany(value => value == '\n' ? (change.Value & 3) switch { 0 => "\r\n"u8.ToArray(), 1 => "\r"u8.ToArray(), 2 => "\n\n"u8.ToArray(), _ => "\u2028"u8.ToArray() } : [value])];
            default:
                return [.. bytes[..place], change.Value, .. bytes[place..]];
        }
    }
}
