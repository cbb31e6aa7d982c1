using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A JSON row cut into rows with one element each: objects with what the map asks for, or keeps, which are read as the whole row is, and which
/// fail again, once, when they are parsed as a report.
/// </summary>
internal sealed class RowCuts
{
    private readonly Utf8Buffer _values = new();
    private readonly List<Slot> _elements;
    private readonly byte[] _before;
    private readonly byte[] _after;
    private int _next;

    /// <summary>Cuts a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="sources">The columns that the elements stand in; the first one takes the element, the others are left out.</param>
    public RowCuts(Row row, ReadOnlySpan<Slot> cells, List<Slot> elements, int[] sources)
    {
        _elements = new List<Slot>(elements.Count);
        foreach (Slot element in elements)
        {
            int start = _values.Length;
            Write(row.ValueOf(element), _values);
            _elements.Add(new Slot(element.Kind, SlotRegion.Tail, start, _values.Length - start, plain: false));
        }

        var members = new List<(string[] Path, byte[]? Json)>();
        for (int i = 0; i < cells.Length; i++)
        {
            bool isSource = Array.IndexOf(sources, i) >= 0;
            if (i == sources[0])
                members.Add((row.Columns[i].Split('.'), null));
            else if (!isSource && !cells[i].IsEmpty)
                members.Add((row.Columns[i].Split('.'), JsonOf(row.ValueOf(cells[i]))));
        }

        foreach (OtherCell other in row.Others)
            members.Add(([.. other.Name[..other.Outer].Split('.', StringSplitOptions.RemoveEmptyEntries), other.Name[other.Outer..]], JsonOf(row.ValueOf(other.Value))));
        var text = new Utf8Buffer();
        int place = -1;
        WriteObject(members, 0, text, ref place);
        _before = text.Slice(0, place).ToArray();
        _after = text.Slice(place, text.Length - place).ToArray();
    }

    /// <summary>How many bytes of the row are repeated for each element.</summary>
    public int Repeated => _before.Length + _after.Length;

    /// <summary>The next row.</summary>
    public bool TryNext(out byte[] row)
    {
        row = [];
        if (_next >= _elements.Count)
            return false;
        Slot element = _elements[_next++];
        row = [.. _before, (byte)'[', .. _values.Slice(element.Start, element.Length), (byte)']', .. _after];
        return true;
    }

    // Members that are asked for by path stand in objects again; a member that is asked for as a whole holds those within it.
    private static void WriteObject(List<(string[] Path, byte[]? Json)> members, int depth, Utf8Buffer text, ref int place)
    {
        text.Append((byte)'{');
        bool first = true;
        foreach (IGrouping<string, (string[] Path, byte[]? Json)> group in members.GroupBy(member => member.Path[depth], StringComparer.Ordinal))
        {
            text.Append(first ? ""u8 : ", "u8);
            first = false;
            PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(group.Key), text, ascii: false);
            text.Append(": "u8);
            List<(string[] Path, byte[]? Json)> inner = [.. group];
            int whole = inner.Any(static member => member.Json is null) && inner.Count > 1 ? -1 : inner.FindIndex(member => member.Path.Length == depth + 1);
            if (whole < 0)
                WriteObject([.. inner.Where(member => member.Path.Length > depth + 1)], depth + 1, text, ref place);
            else if (inner[whole].Json is { } json)
                text.Append(json);
            else
                place = text.Length;
        }

        text.Append((byte)'}');
    }

    private static byte[] JsonOf(FieldValue value)
    {
        var text = new Utf8Buffer();
        Write(value, text);
        return text.ToArray();
    }

    private static void Write(FieldValue value, Utf8Buffer text)
    {
        if (value.Kind == FieldValueKind.Text)
            PythonJson.WriteString(value.Utf8, text, ascii: false);
        else
            text.Append(value.Kind == FieldValueKind.Null ? "null"u8 : value.Utf8);
    }
}
