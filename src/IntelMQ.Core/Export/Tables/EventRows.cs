using System.Numerics;
using System.Security.Cryptography;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Export;

/// <summary>
/// A batch of events as rows of a table: a column for each field that one of them has, and the column <c>extra</c> for all that has no
/// field of its own, as one JSON text with the names as they are (<c>{"a": 1, "b.c": 2}</c>), in the order in which it came.
/// </summary>
/// <param name="fields">The only columns that are wanted; <see langword="null"/> for all.</param>
public sealed class EventRows(IReadOnlyList<string>? fields = null)
{
    private const string Extra = "extra";

    private readonly HashSet<string>? _wanted = fields is null ? null : new HashSet<string>(fields, StringComparer.Ordinal);
    private readonly List<string> _columns = [];
    private readonly List<FieldKey?> _keys = [];
    private readonly Utf8Buffer _extra = new();
    private IReadOnlyList<Event> _events = [];
    private Schema? _schema;

    /// <summary>The columns, built-in fields first and by name.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>How many rows there are.</summary>
    public int Count => _events.Count;

    /// <summary>Takes a batch in place of the one before.</summary>
    /// <param name="events">The events; not to be changed as long as the rows are used.</param>
    public void Load(IReadOnlyList<Event> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _events = events;
        _columns.Clear();
        _keys.Clear();
        _schema = events.Count == 0 ? null : events[0].Schema;
        ulong low = 0;
        ulong high = 0;
        bool hasExtra = false;
        var others = new SortedDictionary<string, FieldKey>(StringComparer.Ordinal);
        for (int i = 0; i < events.Count; i++)
        {
            Event message = events[i];
            low |= message.Low;
            high |= message.High;
            foreach (FieldKey key in message.ExtraKeys)
            {
                if (key.IsExtra)
                    hasExtra = true;
                else
                    others.TryAdd(key.Name, key);
            }
        }

        AddBuiltIn(low, 0);
        AddBuiltIn(high, 64);
        foreach ((string name, FieldKey key) in others)
            Add(name, key);
        if (hasExtra)
            Add(Extra, null);
    }

    /// <summary>A cell; missing where the event has no such field. Valid until the next cell is asked for.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public FieldValue this[int row, int column]
    {
        get
        {
            Event message = _events[row];
            if (_keys[column] is not { } key)
                return ExtraOf(message);
            return ReferenceEquals(message.Schema, _schema) ? message[key] : message[key.Name];
        }
    }

    /// <summary>The harmonization type of a column's field; <see langword="null"/> for <c>extra</c>.</summary>
    /// <param name="column">The column, from 0.</param>
    public HarmonizationType? TypeOf(int column) => _keys[column]?.Definition?.Type;

    /// <summary>What tells events apart: SHA-256 of all fields and values of a row's event, those that are no columns too.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="destination">Takes 32 bytes.</param>
    public void DigestOf(int row, Span<byte> destination)
    {
        _extra.Clear();
        _events[row].WriteTo(_extra, MessageFormat.Flat);
        SHA256.HashData(_extra.WrittenSpan, destination);
    }

    private void AddBuiltIn(ulong bits, int start)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            FieldKey key = _schema!.BuiltInKeys[start + BitOperations.TrailingZeroCount(bits)]!;
            Add(key.Name, key);
        }
    }

    private void Add(string name, FieldKey? key)
    {
        if (_wanted is not null && !_wanted.Contains(name))
            return;
        _columns.Add(name);
        _keys.Add(key);
    }

    private FieldValue ExtraOf(Event message)
    {
        if (message.ExtraKeys.Length == 0)
            return FieldValue.Missing;
        _extra.Clear();
        ReadOnlySpan<FieldKey> keys = message.ExtraKeys;
        ReadOnlySpan<Slot> slots = message.ExtraSlots;
        Span<long> places = keys.Length <= 64 ? stackalloc long[keys.Length] : new long[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            places[i] = ((long)(slots[i].Region switch { SlotRegion.Scope => 0, SlotRegion.Data => 1, _ => 2 }) << 60) | ((long)slots[i].Start << 28) | (uint)i;
        places.Sort();
        foreach (long place in places)
        {
            int i = (int)(place & 0xFFF_FFFF);
            if (!keys[i].IsExtra)
                continue;
            _extra.Append(_extra.Length == 0 ? "{"u8 : ", "u8);
            PythonJson.WriteString(keys[i].NameUtf8[FieldKey.ExtraPrefix.Length..], _extra, ascii: false);
            _extra.Append(": "u8);
            JsonFields.Append(message.ValueOf(slots[i]), _extra);
        }

        if (_extra.Length == 0)
            return FieldValue.Missing;
        _extra.Append((byte)'}');
        return FieldValue.Text(_extra.WrittenSpan);
    }
}
