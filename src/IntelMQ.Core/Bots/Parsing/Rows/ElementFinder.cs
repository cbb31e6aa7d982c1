using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Finds the elements of rows: in lists, in texts, or the same for all rows.</summary>
/// <param name="plan">What elements are.</param>
internal sealed class ElementFinder(ElementPlan plan)
{
    private readonly Utf8Buffer _text = new();
    private List<Slot> _elements = [];

    /// <summary>Finds a row's elements.</summary>
    /// <param name="row">The row.</param>
    /// <param name="decoded">Takes what the elements are.</param>
    /// <param name="elements">Takes where they stand.</param>
    /// <returns>Why the row is a failure; null where it is none.</returns>
    public RowError? Find(Row row, Utf8Buffer decoded, List<Slot> elements)
    {
        _elements = elements;
        foreach (string text in plan.Elements.Texts)
            _elements.Add(Append(decoded, SlotKind.Text, Encoding.UTF8.GetBytes(text)));
        foreach (int source in plan.Sources)
        {
            FieldValue value = row[source];
            if (plan.AreListed)
            {
                if (!TryAddList(value, decoded))
                    return new RowError(null, row.Columns[source], "holds text that is not Unicode");
            }
            else
            {
                AddParts(value.ToString(), decoded);
            }
        }

        if (plan.Elements.AreDistinct)
            MakeDistinct(row);
        if (_elements.Count == 0 && plan.Elements.MayBeNone)
            _elements.Add(default);
        return null;
    }

    // A copy, since the buffer that takes the parts may hold the text.
    private void AddParts(string text, Utf8Buffer decoded)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            int end = rest.IndexOf(plan.Separator);
            ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
            Add(FieldValue.Text(plan.Elements.TrimsElements ? Utf8Text.Trim(part) : part), decoded);
            if (end < 0)
                return;
            rest = rest[(end + plan.Separator.Length)..];
        }
    }

    // What is no list stands for itself.
    private bool TryAddList(FieldValue value, Utf8Buffer decoded)
    {
        if (value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'[')
        {
            Add(FieldValue.Of(value.Kind, value.Utf8.ToArray()), decoded);
            return true;
        }

        byte[] list = value.Utf8.ToArray();
        var reader = new Utf8JsonReader(list, JsonReport.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _text.Clear();
            if (!WireJson.TryReadValue(ref reader, list, _text, out FieldValue element))
                return false;
            Add(element, decoded);
        }

        return true;
    }

    private void Add(FieldValue value, Utf8Buffer decoded)
    {
        if (value.IsIgnored || !IsKnown(value.Utf8))
            return;
        _elements.Add(Append(decoded, (SlotKind)value.Kind, value.Utf8));
    }

    private bool IsKnown(ReadOnlySpan<byte> text)
    {
        if (plan.Known is null)
            return true;
        foreach (byte[] known in plan.Known)
        {
            if (text.SequenceEqual(known))
                return true;
        }

        return false;
    }

    private void MakeDistinct(Row row)
    {
        var different = new SortedDictionary<string, Slot>(StringComparer.Ordinal);
        foreach (Slot element in _elements)
            different.TryAdd(row.ValueOf(element).ToString(), element);
        _elements.Clear();
        _elements.AddRange(different.Values);
    }

    /// <summary>Copies a value to where elements stand.</summary>
    public static Slot Append(Utf8Buffer decoded, SlotKind kind, ReadOnlySpan<byte> value)
    {
        int start = decoded.Length;
        decoded.Append(value);
        return new Slot(kind, SlotRegion.Tail, start, value.Length, plain: false);
    }
}
