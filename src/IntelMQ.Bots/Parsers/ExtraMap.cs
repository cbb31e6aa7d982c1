using System.Text.Json;
using IntelMQ.Harmonization;
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
            draft.Add("extra", FieldValue.Json(_json.WrittenSpan));
        }

        _json.Clear();
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
