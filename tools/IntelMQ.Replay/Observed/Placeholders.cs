using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Replay.Observed;

/// <summary>
/// The words between at signs that stand for what every run has of its own: ports, folders. They are filled in before the run, and put
/// back into what was observed.
/// </summary>
internal sealed class Placeholders
{
    private bool _namesHost;
    private readonly List<(string Word, string Value, bool IsNumber)> _known = [];

    /// <summary>Adds a word whose value is a text.</summary>
    public void Add(string word, string value) => _known.Add((word, value, false));

    /// <summary>Adds a word that becomes a number where it stands alone.</summary>
    public void Add(string word, int value) => _known.Add((word, value.ToString(CultureInfo.InvariantCulture), true));

    /// <summary>The value with all words filled in.</summary>
    public JsonNode? Fill(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FillText(value.GetString()!),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Fill)]),
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Fill(member.Value)))),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    /// <summary>A text with all words filled in.</summary>
    public string FillIn(string text)
    {
        _namesHost |= text.Contains("@HOST@", StringComparison.Ordinal);
        return _known.Aggregate(text, static (filled, known) => filled.Replace(known.Word, known.Value, StringComparison.Ordinal));
    }

    /// <summary>A text with the words put back; a host that the case writes out itself stays.</summary>
    public string PutBack(string text)
    {
        string? host = ValueOf("@HOST@");
        foreach ((string word, string value, bool isNumber) in _known)
        {
            // A bare number may stand for itself; behind a host it is the port.
            if (isNumber && host is not null)
                text = text.Replace($"{host}:{value}", $"{host}:{word}", StringComparison.Ordinal).Replace($"localhost:{value}", $"localhost:{word}", StringComparison.Ordinal);
            else if (!isNumber && word != "@HOST@")
                text = text.Replace(value, word, StringComparison.Ordinal);
        }

        return host is null || !_namesHost ? text : text.Replace($"{host}:@", "@HOST@:@", StringComparison.Ordinal);
    }

    /// <summary>The same with the words put back into all texts, names of members included.</summary>
    public JsonNode? PutBack(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                var members = new JsonObject();
                foreach ((string name, JsonNode? member) in map)
                    members[PutBack(name)] = PutBack(member);
                return members;
            case JsonArray list:
                return new JsonArray([.. list.Select(PutBack)]);
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                return PutBack(text.GetValue<string>());
            default:
                return value?.DeepClone();
        }
    }

    private string? ValueOf(string word) => _known.Find(known => known.Word == word).Value;

    private JsonValue? FillText(string text)
    {
        foreach ((string word, string value, bool isNumber) in _known)
        {
            if (isNumber && text == word)
                return JsonValue.Create(int.Parse(value, CultureInfo.InvariantCulture));
        }

        return JsonValue.Create(FillIn(text));
    }
}
