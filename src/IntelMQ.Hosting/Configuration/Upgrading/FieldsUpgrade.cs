using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Configuration.Upgrading;

/// <summary>Gives a <c>harmonization.conf</c> the fields of today.</summary>
internal static class FieldsUpgrade
{
    private static readonly string[] Corrected = ["type", "regex", "iregex"];

    /// <summary>Adds sections and fields that are missing, and corrects types and expressions; fields of the user's own stay.</summary>
    /// <returns>The text; <see langword="null"/> where nothing is missing.</returns>
    /// <exception cref="PipelineConfigurationException">The file is no JSON object.</exception>
    public static byte[]? Upgrade(byte[] json, string path, List<string> changes)
    {
        JsonObject mine;
        try
        {
            mine = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 16 }) as JsonObject ?? throw new JsonException("it is no object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new PipelineConfigurationException([new PipelineComplaint($"The file '{path}' cannot be used: {exception.Message}")]);
        }

        bool isChanged = false;
        foreach ((string section, JsonNode? fields) in JsonNode.Parse(Schema.Default.ToJson())!.AsObject())
        {
            if (mine[section] is not JsonObject own)
            {
                mine[section] = own = [];
                changes.Add($"harmonization.conf: the section {section} is added.");
                isChanged = true;
            }

            foreach ((string name, JsonNode? definition) in fields!.AsObject())
                isChanged |= Complete(own, section, name, definition!.AsObject(), changes);
        }

        return isChanged ? Write(mine) : null;
    }

    private static byte[] Write(JsonObject fields)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            fields.WriteTo(writer);
        return output.ToArray();
    }

    private static bool Complete(JsonObject section, string sectionName, string name, JsonObject definition, List<string> changes)
    {
        if (section[name] is not JsonObject own)
        {
            section[name] = definition.DeepClone();
            changes.Add($"harmonization.conf: the field {name} is added to {sectionName}.");
            return true;
        }

        bool isChanged = false;
        foreach (string property in Corrected)
        {
            JsonNode? wanted = definition[property];
            if (JsonNode.DeepEquals(own[property], wanted))
                continue;
            if (wanted is null)
                own.Remove(property);
            else
                own[property] = wanted.DeepClone();
            changes.Add($"harmonization.conf: {property} of {name} in {sectionName} is corrected.");
            isChanged = true;
        }

        return isChanged;
    }
}
