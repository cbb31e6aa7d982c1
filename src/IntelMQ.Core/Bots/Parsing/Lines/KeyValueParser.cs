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
    private static readonly RowOutcome Foreign = RowOutcome.Fail(null, "has none of the keys of this feed");

    private readonly Utf8Buffer _text = new();
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

    private protected override RowOutcome FillCells(RowMachine machine, ReadOnlySpan<byte> line)
    {
        machine.Cells.Reserve(_columns.Names.Count);
        bool hasKey = _columns.Names.Count == 0;
        for (ReadOnlySpan<byte> rest = line; ;)
        {
            int end = EndOf(rest, out int separator);
            ReadOnlySpan<byte> pair = rest[..end];
            if (separator > 0 && _keys.TryGet(pair[..separator], out int column))
            {
                if (machine.Cells.HasValue(column))
                    return RowOutcome.Fail(new RowError(null, _columns.Names[column], "comes twice"));
                hasKey = true;
                SetValue(machine, column, line, pair[(separator + _keySeparator.Length)..]);
            }
            else if (separator > 0 && machine.Plan.KeepsOthers)
            {
                hasKey = true;
                machine.Cells.AddOther(Encoding.UTF8.GetString(pair[..separator]), 0, FieldValueKind.Text, ValueOf(pair[(separator + _keySeparator.Length)..]));
            }

            if (end == rest.Length)
                return hasKey ? RowOutcome.Keep : Foreign;
            rest = rest[(end + _pairSeparator.Length)..];
        }
    }

    // Where the pair ends that a text begins with: within quotes the separator is text.
    private int EndOf(ReadOnlySpan<byte> text, out int separator)
    {
        int end = text.IndexOf(_pairSeparator);
        if (end < 0)
            end = text.Length;
        separator = text[..end].IndexOf(_keySeparator);
        int value = separator + _keySeparator.Length;
        if (separator <= 0 || !_format!.StripsQuotes || value >= end || !IsQuote(text[value]))
            return end;
        int length = ClosingQuote(text[value..], escapes: true);
        if (length < 0)
            length = ClosingQuote(text[value..], escapes: false);
        return length < 0 ? end : value + length;
    }

    // Behind the first quote that ends a value: a pair's separator or the line's end follows, and no backslash stands before it.
    private int ClosingQuote(ReadOnlySpan<byte> value, bool escapes)
    {
        for (int at = 1; at < value.Length; at++)
        {
            int quote = value[at..].IndexOf(value[0]);
            if (quote < 0)
                return -1;
            at += quote;
            ReadOnlySpan<byte> behind = value[(at + 1)..];
            if ((behind.IsEmpty || behind.StartsWith(_pairSeparator)) && !(escapes && IsEscaped(value, at)))
                return at + 1;
        }

        return -1;
    }

    private static bool IsQuote(byte value) => value is (byte)'"' or (byte)'\'';

    private static bool IsEscaped(ReadOnlySpan<byte> text, int at) => (at - 1 - text[..at].LastIndexOfAnyExcept((byte)'\\')) % 2 == 1;

    private void SetValue(RowMachine machine, int column, ReadOnlySpan<byte> line, ReadOnlySpan<byte> value)
    {
        value = ValueOf(value);
        if (FieldValue.Text(value).IsIgnored)
            machine.Cells.Remove(column);
        else
            machine.Cells.Set(column, FieldValueKind.Text, line, value, plain: false);
    }

    // A lone quote begins and ends the value, too.
    private ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> value)
    {
        if (!_format!.StripsQuotes || value.IsEmpty || !IsQuote(value[0]) || value[^1] != value[0])
            return value;
        return value.Length < 2 ? [] : Unescaped(value[1..^1], value[0] == (byte)'"' ? "\\\""u8 : "\\'"u8);
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> value, ReadOnlySpan<byte> quote)
    {
        int escaped = value.IndexOf(quote);
        if (escaped < 0)
            return value;
        _text.Clear();
        for (; escaped >= 0; escaped = value.IndexOf(quote))
        {
            _text.Append(value[..escaped]);
            _text.Append(quote[1]);
            value = value[(escaped + 2)..];
        }

        _text.Append(value);
        return _text.WrittenSpan;
    }
}
