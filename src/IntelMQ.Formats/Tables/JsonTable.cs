using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>A table from fields to the members of a JSON document: writes documents, and reads them.</summary>
internal sealed class JsonTable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly JsonRow[] _rows;
    private readonly JsonRow[] _read;

    /// <summary>A table; members stand in documents in the order of its rows, those of an object together where its first is.</summary>
    public JsonTable(IReadOnlyList<JsonRow> rows)
    {
        Rows = [.. rows.Select(static row => row.Description)];
        _rows = Ordered(rows, 0);
        _read = [.. rows.Where(static row => row.Description.Direction != FormatDirection.Written)];
    }

    /// <summary>What the rows say of themselves.</summary>
    public IReadOnlyList<FormatRow> Rows { get; }

    /// <summary>Appends an event's document.</summary>
    public void Write(Event message, Utf8Buffer output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        PathStep[] open = [];
        int depth = 0;
        foreach (JsonRow row in _rows)
        {
            if (!row.Has(message))
                continue;
            PathStep[] steps = row.Path.Steps;
            int common = 0;
            while (common < depth && common < steps.Length - 1 && steps[common] == open[common])
                common++;
            for (; depth > common; depth--)
                Close(json, open, depth);
            for (; depth < steps.Length - 1; depth++)
            {
                Name(json, steps[depth]);
                if (steps[depth + 1].IsIndex)
                    json.WriteStartArray();
                else
                    json.WriteStartObject();
            }

            Name(json, steps[^1]);
            row.Write(message, json);
            open = steps;
        }

        for (; depth > 0; depth--)
            Close(json, open, depth);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Takes the members of a document into an event.</summary>
    public void Read(JsonElement document, EventReading reading)
    {
        foreach (JsonRow row in _read)
        {
            if (Find(document, row.Path.Steps, 0) is { } value)
                row.Read(value, reading);
        }
    }

    /// <summary>What stands at a path; <see langword="null"/> where nothing does.</summary>
    public static JsonElement? Find(JsonElement document, MemberPath path) => Find(document, path.Steps, 0);

    private static void Name(Utf8JsonWriter json, PathStep step)
    {
        if (!step.IsIndex)
            json.WritePropertyName(step.Name);
    }

    private static void Close(Utf8JsonWriter json, PathStep[] open, int depth)
    {
        if (open[depth].IsIndex)
            json.WriteEndArray();
        else
            json.WriteEndObject();
    }

    // Objects may also be written as names with dots.
    private static JsonElement? Find(JsonElement element, PathStep[] steps, int next)
    {
        if (next == steps.Length)
            return element;
        if (steps[next].IsIndex)
        {
            return element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > steps[next].Index
                ? Find(element[steps[next].Index], steps, next + 1)
                : null;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return null;
        string name = "";
        for (int i = next; i < steps.Length && !steps[i].IsIndex; i++)
        {
            name += i == next ? steps[i].Name : "." + steps[i].Name;
            if (element.TryGetProperty(name, out JsonElement member) && Find(member, steps, i + 1) is { } found)
                return found;
        }

        return null;
    }

    private static JsonRow[] Ordered(IReadOnlyList<JsonRow> rows, int depth)
        => [.. rows.GroupBy(row => depth < row.Path.Steps.Length ? row.Path.Steps[depth] : default)
            .SelectMany(group => group.Count() == 1 || group.First().Path.Steps.Length <= depth + 1 ? (IEnumerable<JsonRow>)group : Ordered([.. group], depth + 1))];
}
