using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Fills a row's cells with the members of a JSON object that a map asks for; the others are skipped.</summary>
internal sealed class JsonCells
{
    private const int MaxShownName = 64;
    private const int MaxPositionLength = 10;
    private const string NotUnicode = "holds text that is not Unicode";

    /// <summary>The object has none of the members that columns ask for.</summary>
    public static readonly RowOutcome Foreign = RowOutcome.Fail(null, "has none of the members of this feed");

    private readonly JsonNode _root;
    private readonly Utf8Buffer _text = new();
    private readonly int[] _depths;
    private readonly bool _refusesUnknown;
    private RowCells _cells = new(ColumnIndex.None);
    private bool _keepsOthers;
    private long _row;
    private bool _isKnown;

    /// <summary>Prepares for a map's columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="refusesUnknown">Whether an object with a member that no column asks for makes no row.</param>
    /// <param name="path">The path that leads to the objects, with a dot behind; empty where they stand for themselves.</param>
    public JsonCells(ColumnIndex columns, bool refusesUnknown, string path = "")
    {
        _refusesUnknown = refusesUnknown;
        Columns = columns;
        _root = JsonNode.Compile(columns, path);
        _depths = new int[columns.Names.Count];
    }

    public ColumnIndex Columns { get; }

    /// <summary>Reads an object.</summary>
    /// <param name="reader">On the object's first token; on its last one afterwards.</param>
    /// <param name="source">What the reader reads, which begins where the object does.</param>
    /// <param name="cells">Takes the cells.</param>
    /// <param name="keepsOthers">Whether it takes members that no column asks for, too.</param>
    /// <returns>Whether the object is a row; the reader stands on the object's last token also where it is none.</returns>
    /// <exception cref="JsonException">The source is not JSON, or nested too deep.</exception>
    public RowOutcome Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, RowCells cells, bool keepsOthers)
    {
        _cells = cells;
        _keepsOthers = keepsOthers;
        _row++;
        _isKnown = false;
        cells.Clear();
        cells.Reserve(_depths.Length);
        Array.Clear(_depths);
        if (ReadMembers(ref reader, source, _root) is { } error)
            return RowOutcome.Fail(error);
        return _isKnown || _depths.Length == 0 ? RowOutcome.Keep : Foreign;
    }

    /// <summary>As the other overload, where an object stands alone.</summary>
    public RowOutcome Read(ReadOnlySpan<byte> source, RowCells cells, bool keepsOthers)
    {
        var reader = new Utf8JsonReader(source, JsonReport.ReaderOptions);
        reader.Read();
        return Read(ref reader, source, cells, keepsOthers);
    }

    private RowError? ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, JsonNode node)
    {
        RowError? error = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            JsonNode? member = Find(ref reader, node);
            reader.Read();
            _isKnown |= member is not null;
            if (member is not null)
                error = ReadMember(ref reader, source, member) ?? error;
            else if (_refusesUnknown && node.Depth == 0)
                error = SkipUnknown(ref reader, name);
            else if (_keepsOthers)
                error = KeepOther(ref reader, source, node, name) ?? error;
            else
                reader.Skip();
        }

        return error;
    }

    // An array's elements have their positions, counted from 0, for names.
    private RowError? ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, JsonNode node)
    {
        RowError? error = null;
        Span<byte> name = stackalloc byte[MaxPositionLength];
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            Utf8Formatter.TryFormat(i, name, out int length);
            if (node.TryGet(name[..length], out JsonNode? member) && member is not null)
                error = ReadMember(ref reader, source, member) ?? error;
            else
                reader.Skip();
        }

        return error;
    }

    private RowError? KeepOther(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, JsonNode node, ReadOnlySpan<byte> name)
    {
        _text.Clear();
        JsonStrings.Unescape(name, _text);
        string path = node.Path + Encoding.UTF8.GetString(_text.WrittenSpan);
        _text.Clear();
        int depth = reader.CurrentDepth;
        if (WireJson.TryReadValue(ref reader, source, _text, out FieldValue value))
        {
            _cells.AddOther(path, node.Path.Length, value.Kind, value.Kind == FieldValueKind.Json ? OnOneLine(value.Utf8) : value.Utf8);
            return null;
        }

        while (reader.CurrentDepth > depth && reader.Read())
        {
        }

        return new RowError(null, path, NotUnicode);
    }

    private static RowError SkipUnknown(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var error = new RowError(null, Encoding.UTF8.GetString(name[..Math.Min(name.Length, MaxShownName)]), "is not known");
        reader.Skip();
        return error;
    }

    private RowError? ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, JsonNode member)
    {
        // Of members with one name the last one counts.
        if (member.LastRow == _row)
            Forget(member);
        member.LastRow = _row;
        RowError? error = null;
        bool descend = member.HasMembers && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (member.Column >= 0)
        {
            Utf8JsonReader whole = reader;
            error = SetCell(ref whole, source, member);
            if (!descend)
                reader = whole;
        }

        if (descend && reader.TokenType == JsonTokenType.StartArray)
            return ReadArray(ref reader, source, member) ?? error;
        if (descend)
            return ReadMembers(ref reader, source, member) ?? error;
        reader.Skip();
        return error;
    }

    private RowError? SetCell(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, JsonNode member)
    {
        _text.Clear();
        bool escaped = reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped;
        int depth = reader.CurrentDepth;
        if (!WireJson.TryReadValue(ref reader, source, _text, out FieldValue value))
        {
            while (reader.CurrentDepth > depth && reader.Read())
            {
            }

            return new RowError(null, Columns.Names[member.Column], NotUnicode);
        }

        int column = member.Column;
        if (_depths[column] != 0 && _depths[column] < member.Depth)
            return null;
        _depths[column] = member.Depth;
        if (value.Kind == FieldValueKind.Json && value.Utf8.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
            _cells.SetDecoded(column, value.Kind, OnOneLine(value.Utf8));
        else if (escaped)
            _cells.SetDecoded(column, value.Kind, value.Utf8);
        else
            _cells.Set(column, value.Kind, source, value.Utf8, plain: true);
        return null;
    }

    // Line ends stand between JSON's tokens only, and an event's JSON is one line.
    private ReadOnlySpan<byte> OnOneLine(ReadOnlySpan<byte> json)
    {
        _text.Clear();
        while (json.Length > 0)
        {
            int end = json.IndexOfAny((byte)'\r', (byte)'\n');
            _text.Append(end < 0 ? json : json[..end]);
            json = end < 0 ? [] : json[(end + 1)..];
        }

        return _text.WrittenSpan;
    }

    private JsonNode? Find(ref Utf8JsonReader reader, JsonNode node)
    {
        JsonNode? member;
        if (!reader.ValueIsEscaped)
            return node.TryGet(reader.ValueSpan, out member) ? member : null;
        _text.Clear();
        JsonStrings.Unescape(reader.ValueSpan, _text);
        return node.TryGet(_text.WrittenSpan, out member) ? member : null;
    }

    private void Forget(JsonNode member)
    {
        if (member.Column >= 0 && _depths[member.Column] == member.Depth)
        {
            _depths[member.Column] = 0;
            _cells.Remove(member.Column);
        }

        foreach (JsonNode inner in member.Members)
            Forget(inner);
    }
}
