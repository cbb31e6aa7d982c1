using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>
/// A value of a MaxMind DB: the record of an address, or a value inside it. A view that allocates nothing; it stays valid after
/// the reader is disposed. Stepping into what is not there gives a missing value, so that paths need no checks between:
/// <c>record["country"u8]["iso_code"u8].TryGetString(out string? code)</c>.
/// </summary>
/// <remarks>
/// Every member throws <see cref="InvalidDatabaseException"/> where it meets damage. A value of another type is not damage:
/// the <c>TryGet</c> methods answer <see langword="false"/>.
/// </remarks>
public readonly struct MmdbRecord
{
    private readonly MmdbSection? _section;
    private readonly MmdbHeader _header;

    internal MmdbRecord(MmdbSection section, int offset)
    {
        _section = section;
        _header = section.ReadValue(offset);
    }

    /// <summary>What it is.</summary>
    public MmdbKind Kind => _header.Kind;

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => _header.Kind == MmdbKind.Missing;

    /// <summary>The entries of a map or array; 0 of all else.</summary>
    public int Count => _header.IsContainer ? _header.Size : 0;

    /// <summary>The value a map has by that name; missing where there is none or this is no map. Linear in the size of the map.</summary>
    /// <param name="key">The name in UTF-8, compared byte by byte.</param>
    public MmdbRecord this[ReadOnlySpan<byte> key]
    {
        get
        {
            if (_section is null || Kind != MmdbKind.Map)
                return default;

            int budget = MmdbSection.MaxValues;
            int position = _header.Payload;
            for (int i = 0; i < _header.Size; i++)
            {
                if (_section.ReadKey(ref position).SequenceEqual(key))
                    return new MmdbRecord(_section, position);
                position = Skip(_section, position, ref budget);
            }

            return default;
        }
    }

    /// <summary>An array's value at that place; missing where there is none or this is no array. Linear in the index.</summary>
    /// <param name="index">From 0.</param>
    public MmdbRecord this[int index]
    {
        get
        {
            if (_section is null || Kind != MmdbKind.Array || (uint)index >= (uint)_header.Size)
                return default;

            int budget = MmdbSection.MaxValues;
            int position = _header.Payload;
            for (int i = 0; i < index; i++)
                position = Skip(_section, position, ref budget);
            return new MmdbRecord(_section, position);
        }
    }

    /// <summary>Reads a text. It is known to be valid UTF-8.</summary>
    public bool TryGetUtf8(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_section is null || Kind != MmdbKind.Text)
            return false;

        value = _section.Payload(_header);
        return Utf8.IsValid(value) ? true : throw _section.Error("a text is not UTF-8", _header.Payload);
    }

    /// <summary>Reads a text.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = TryGetUtf8(out ReadOnlySpan<byte> utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return value is not null;
    }

    /// <summary>Reads bytes (not texts).</summary>
    public bool TryGetBytes(out ReadOnlySpan<byte> value)
    {
        bool found = Kind == MmdbKind.Bytes;
        value = found ? _section!.Payload(_header) : default;
        return found;
    }

    /// <summary>Reads a boolean.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Kind == MmdbKind.Boolean && _header.Size == 1;
        return Kind == MmdbKind.Boolean;
    }

    /// <summary>Reads a floating-point number or an integer of any width; integers beyond a double's precision are rounded.</summary>
    public bool TryGetDouble(out double value)
    {
        switch (Kind)
        {
            case MmdbKind.Double:
                value = BinaryPrimitives.ReadDoubleBigEndian(_section!.Payload(_header));
                return true;
            case MmdbKind.Float:
                value = BinaryPrimitives.ReadSingleBigEndian(_section!.Payload(_header));
                return true;
            case MmdbKind.Int32 when TryGetInt32(out int number):
                value = number;
                return true;
            default:
                bool found = TryGetUInt128(out UInt128 integer);
                value = found ? (double)integer : 0;
                return found;
        }
    }

    /// <summary>Reads an integer of any width that fits.</summary>
    public bool TryGetInt32(out int value)
    {
        if (Kind == MmdbKind.Int32)
        {
            value = unchecked((int)(uint)Unsigned());
            return true;
        }

        bool fits = TryGetUInt128(out UInt128 integer) && integer <= int.MaxValue;
        value = fits ? (int)integer : 0;
        return fits;
    }

    /// <summary>Reads an integer of any width that fits.</summary>
    public bool TryGetUInt64(out ulong value)
    {
        bool fits = TryGetUInt128(out UInt128 integer) && integer <= ulong.MaxValue;
        value = fits ? (ulong)integer : 0;
        return fits;
    }

    /// <summary>Reads an integer of any width that is not negative.</summary>
    public bool TryGetUInt128(out UInt128 value)
    {
        bool fits = Kind switch
        {
            MmdbKind.UInt16 or MmdbKind.UInt32 or MmdbKind.UInt64 or MmdbKind.UInt128 => true,
            MmdbKind.Int32 => (int)(uint)Unsigned() >= 0,
            _ => false,
        };
        value = fits ? Unsigned() : default;
        return fits;
    }

    /// <summary>
    /// Writes the value with all it holds as JSON, for tools and tests: bytes as Base64, integers of any width as numbers, NaN and the
    /// infinities as null, nothing as null. More than 64 levels, 262144 values or 16 MiB are taken for damage.
    /// </summary>
    /// <param name="writer">Where to; half-written if this throws.</param>
    /// <exception cref="InvalidDatabaseException">The record is damaged or too large.</exception>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_section is null)
            writer.WriteNullValue();
        else
            new MmdbJsonEncoder(_section, writer).Write(this);
    }

    internal int PayloadOffset => _header.Payload;

    internal int PayloadLength => _header.Next - _header.Payload;

    private static int Skip(MmdbSection section, int position, ref int budget)
        => --budget < 0
            ? throw section.Error("a record holds too many values", position)
            : section.Skip(section.ReadHeader(position), ref budget);

    private UInt128 Unsigned()
    {
        UInt128 value = default;
        foreach (byte b in _section!.Payload(_header))
            value = (value << 8) | b;
        return value;
    }
}
