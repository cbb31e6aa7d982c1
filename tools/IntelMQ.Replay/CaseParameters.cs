using System.Buffers;
using System.Text.Json;

namespace IntelMQ.Replay;

/// <summary>The parameters of a case, with paths in the place of the files that they name.</summary>
internal static class CaseParameters
{
    private const string Shadowserver = "intelmq.bots.parsers.shadowserver.";

    public static JsonElement Of(JsonElement question, CaseFiles files, string module, string corpus)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            bool hasSchema = false;
            if (question.TryGetProperty("parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object)
            {
                hasSchema = parameters.TryGetProperty("schema_file", out _);
                foreach (JsonProperty parameter in parameters.EnumerateObject())
                {
                    writer.WritePropertyName(parameter.Name);
                    Copy(parameter.Value, files, writer);
                }
            }

            if (!hasSchema && module.StartsWith(Shadowserver, StringComparison.Ordinal))
                writer.WriteString("schema_file", Path.GetFullPath(Path.Combine(corpus, "data", "shadowserver-schema.json")));
            writer.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Copy(JsonElement value, CaseFiles files, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteStringValue(files.Resolve(value.GetString()!));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Copy(item, files, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(member.Value, files, writer);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
