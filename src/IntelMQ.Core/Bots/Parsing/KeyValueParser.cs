using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser for lines of keys and values. A map's column is a key. Keys that nobody asks for, and what is no pair, are passed over; a
/// key that comes twice with a value makes the line a failure, as in IntelMQ.
/// </summary>
public abstract class KeyValueParser : LineParser
{
    private ColumnIndex _columns = ColumnIndex.None;
    private Utf8Map<int> _keys = new();
    private KeyValueFormat? _format;
    private byte[] _pairSeparator = [];
    private byte[] _keySeparator = [];

    /// <summary>Creates the parser.</summary>
    protected KeyValueParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected KeyValueParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>How pairs are written.</summary>
    protected virtual KeyValueFormat Pairs => KeyValueFormat.Default;

    private protected override ColumnIndex ColumnsFor(FieldMap map)
    {
        KeyValueFormat format = Pairs;
        if (!ReferenceEquals(format, _format))
        {
            _pairSeparator = Encoding.UTF8.GetBytes(format.PairSeparator);
            _keySeparator = Encoding.UTF8.GetBytes(format.KeySeparator);
            if (_pairSeparator.Length == 0 || _keySeparator.Length == 0)
                throw new ArgumentException("A separator is empty.");
            _format = format;
        }

        ColumnIndex columns = NamedColumns(map);
        if (!ReferenceEquals(columns, _columns))
        {
            _keys = new Utf8Map<int>();
            for (int i = 0; i < columns.Names.Count; i++)
                _keys.Add(Encoding.UTF8.GetBytes(columns.Names[i]), i);
            _columns = columns;
        }

        return columns;
    }

    private protected override RowError? FillCells(RowMachine machine, ReadOnlySpan<byte> line, out bool isRow)
    {
        isRow = true;
        machine.Cells.Reserve(_columns.Names.Count);
        for (ReadOnlySpan<byte> rest = line; ;)
        {
            int end = rest.IndexOf(_pairSeparator);
            ReadOnlySpan<byte> pair = end < 0 ? rest : rest[..end];
            int separator = pair.LastIndexOf(_keySeparator);
            if (separator > 0 && _keys.TryGet(pair[..separator], out int column))
            {
                if (machine.Cells.HasValue(column))
                    return new RowError(null, _columns.Names[column], "comes twice");
                SetValue(machine, column, line, pair[(separator + _keySeparator.Length)..]);
            }

            if (end < 0)
                return null;
            rest = rest[(end + _pairSeparator.Length)..];
        }
    }

    private void SetValue(RowMachine machine, int column, ReadOnlySpan<byte> line, ReadOnlySpan<byte> value)
    {
        // A lone quote begins and ends the value, too.
        if (_format!.StripsQuotes && value.Length > 0 && value[0] == (byte)'"' && value[^1] == (byte)'"')
            value = value.Length < 2 ? [] : value[1..^1];
        if (FieldValue.Text(value).IsIgnored)
            machine.Cells.Remove(column);
        else
            machine.Cells.Set(column, FieldValueKind.Text, line, value, plain: false);
    }
}
