using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>Members of <c>extra</c> that are stored together, as they stand, also those that mean "nothing".</summary>
internal sealed class ExtraMap
{
    private readonly Utf8Buffer _json = new();
    private readonly Utf8Buffer _name = new();

    public void Add(string name, JsonElement value) => AddJson(name, JsonReport.Write(value, sortKeys: false));

    public void Add(string name, string text)
    {
        AddName(name);
        WriteString(text);
    }

    /// <summary>Stores what was added, and forgets it.</summary>
    public void Store(EventDraft draft)
    {
        if (_json.Length > 0)
        {
            _json.Append((byte)'}');
            Store(draft, _json.WrittenMemory);
        }

        _json.Clear();
    }

    // Beside what is kept already, each takes a place of its own.
    private static void Store(EventDraft draft, ReadOnlyMemory<byte> json)
    {
        bool isFirst = draft.IsBroken || draft.Event.TryAdd("extra", FieldValue.Json(json.Span)).Status != SetStatus.Exists;
        using JsonDocument? document = isFirst ? null : JsonReport.Parse(json);
        foreach ((string name, JsonElement value) in document is null ? [] : JsonReport.Members(document.RootElement))
            draft.Keep(name, JsonReport.ValueOf(value));
    }

    private void AddJson(string name, ReadOnlySpan<byte> json)
    {
        AddName(name);
        _json.Append(json);
    }

    private void AddName(string name)
    {
        _json.Append(_json.Length == 0 ? "{"u8 : ", "u8);
        WriteString(name);
        _json.Append(": "u8);
    }

    private void WriteString(string text)
    {
        _name.Clear();
        _name.Append(text.AsSpan());
        PythonJson.WriteString(_name.WrittenSpan, _json, ascii: true);
    }
}
