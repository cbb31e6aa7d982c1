using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace IntelMQ.Schemas;

/// <summary>
/// Finds a schema's keys by UTF-8 name without making a string, and remembers names below <c>extra.</c>, so that the same column of the
/// next line costs nothing.
/// </summary>
internal sealed class NameTable
{
    // Feeds have tens of columns; names made up from data must not fill the memory.
    private const int MaxRemembered = 4096;

    private readonly FieldKey?[] _slots;
    private readonly int _mask;
    private readonly int _extraOrder;
    private readonly ConcurrentDictionary<string, FieldKey> _extra = new(Utf8NameComparer.Instance);
    private readonly ConcurrentDictionary<string, FieldKey>.AlternateLookup<ReadOnlySpan<byte>> _extraByUtf8;
    private int _remembered;

    public NameTable(IReadOnlyCollection<FieldKey> keys, int extraOrder)
    {
        _slots = new FieldKey?[BitOperations.RoundUpToPowerOf2((uint)(keys.Count * 4) + 1)];
        _mask = _slots.Length - 1;
        _extraOrder = extraOrder;
        _extraByUtf8 = _extra.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (FieldKey key in keys)
        {
            int slot = Hash(key.Utf8) & _mask;
            while (_slots[slot] is not null)
                slot = (slot + 1) & _mask;
            _slots[slot] = key;
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldKey? key)
    {
        for (int slot = Hash(name) & _mask; ; slot = (slot + 1) & _mask)
        {
            key = _slots[slot];
            if (key is null)
                return TryGetExtra(name, out key);
            if (name.SequenceEqual(key.Utf8))
                return true;
        }
    }

    private bool TryGetExtra(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldKey? key)
    {
        key = null;
        if (!name.StartsWith("extra."u8))
            return false;
        if (_extraByUtf8.TryGetValue(name, out key))
            return true;
        if (!FieldNames.IsWellFormed(name))
            return false;
        key = new FieldKey(Encoding.UTF8.GetString(name), -1, _extraOrder, null);
        if (Volatile.Read(ref _remembered) < MaxRemembered && _extra.TryAdd(key.Name, key))
            Interlocked.Increment(ref _remembered);
        return true;
    }

    // Both ends and the length tell the built-in names apart.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        if (name.Length < 8)
        {
            uint hash = (uint)name.Length;
            foreach (byte value in name)
                hash = (hash ^ value) * 0x01000193;
            return (int)(hash >> 4);
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(name);
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        ulong mixed = ((first * 0x9E3779B97F4A7C15) ^ (last + (ulong)name.Length)) * 0xC2B2AE3D27D4EB4F;
        return (int)(mixed >> 40);
    }

    /// <summary>Compares ASCII names, given as text or as bytes.</summary>
    private sealed class Utf8NameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
    {
        private static readonly uint Seed = (uint)Random.Shared.Next();

        public static Utf8NameComparer Instance { get; } = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public bool Equals(ReadOnlySpan<byte> alternate, string other) => Ascii.Equals(alternate, other);

        public int GetHashCode(string obj)
        {
            uint hash = Seed;
            foreach (char value in obj)
                hash = (hash ^ value) * 0x01000193;
            return (int)hash;
        }

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            uint hash = Seed;
            foreach (byte value in alternate)
                hash = (hash ^ value) * 0x01000193;
            return (int)hash;
        }

        public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
    }
}
