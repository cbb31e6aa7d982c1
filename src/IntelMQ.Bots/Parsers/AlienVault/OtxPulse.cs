using System.Runtime.InteropServices;
using System.Text.Json;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>What a pulse says of all its indicators.</summary>
internal sealed class OtxPulse
{
    private readonly OrderedDictionary<string, JsonElement> _members;

    private OtxPulse(OrderedDictionary<string, JsonElement> members, JsonElement indicators, long size)
    {
        _members = members;
        Indicators = indicators;
        SizeOfEvents = size;
    }

    public JsonElement Indicators { get; }

    /// <summary>About how many bytes the events have together.</summary>
    public long SizeOfEvents { get; }

    /// <summary>Reads a pulse; <see langword="null"/> for what has no list of indicators.</summary>
    public static OtxPulse? Of(JsonElement root)
    {
        OrderedDictionary<string, JsonElement> members = JsonReport.Members(root);
        if (!members.TryGetValue("indicators", out JsonElement indicators) || indicators.ValueKind != JsonValueKind.Array)
            return null;
        long all = JsonMarshal.GetRawUtf8Value(root).Length;
        long own = JsonMarshal.GetRawUtf8Value(indicators).Length;
        return new OtxPulse(members, indicators, own + ((all - own) * indicators.GetArrayLength()));
    }

    /// <summary>The pulse with one indicator alone, for its failure.</summary>
    public byte[] With(JsonElement indicator)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in _members)
            {
                writer.WritePropertyName(name);
                if (name != "indicators")
                {
                    value.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray();
                indicator.WriteTo(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    public bool TryGet(string name, out JsonElement value) => _members.TryGetValue(name, out value);
}
