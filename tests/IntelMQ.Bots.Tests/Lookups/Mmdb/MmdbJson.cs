using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace IntelMQ.Bots.Tests.Lookups.Mmdb;

/// <summary>What was read of a database, as JSON.</summary>
internal static class MmdbJson
{
    public static JsonElement Of(object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value);
        return JsonElement.Parse(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case Dictionary<string, object> map:
                writer.WriteStartObject();
                foreach ((string key, object entry) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, entry);
                }

                writer.WriteEndObject();
                break;
            case List<object> list:
                writer.WriteStartArray();
                list.ForEach(entry => Write(writer, entry));
                writer.WriteEndArray();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double number when !double.IsFinite(number):
                writer.WriteNullValue();
                break;
            case float number when !float.IsFinite(number):
                writer.WriteNullValue();
                break;
            case double or float or int or long or ulong or BigInteger:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            default:
                throw new InvalidOperationException($"A record holds a {value.GetType()}.");
        }
    }
}
