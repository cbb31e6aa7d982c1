using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes events as documents, each on one line.</summary>
internal sealed class ElasticsearchDocument(IReadOnlyList<string> flattened, string? replacement)
{
    private readonly HashSet<string> _flattened = new(flattened, StringComparer.Ordinal);
    private readonly string? _replacement = string.IsNullOrEmpty(replacement) ? null : replacement;

    public void Append(Event message, Utf8Buffer output)
    {
        output.Append((byte)'{');
        bool any = false;
        foreach (FieldKey key in message.KeysInOrder())
        {
            FieldValue value = message[key];
            if (!_flattened.Contains(key.Name) || !AppendMembers(key.Name, value, output, ref any))
                AppendMember(key.Name, value, output, ref any);
        }

        output.Append((byte)'}');
    }

    // Whether the value is an object, whose members stand in its place.
    private bool AppendMembers(string name, FieldValue value, Utf8Buffer output, ref bool any)
    {
        if (value.Kind is not (FieldValueKind.Json or FieldValueKind.Text) || value.Utf8.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(value.Utf8.ToArray());
            var text = new Utf8Buffer();
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
                AppendMember($"{name}_{member.Name}", JsonFields.ValueOf(member.Value, text), output, ref any);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void AppendMember(string name, FieldValue value, Utf8Buffer output, ref bool any)
    {
        if (any)
            output.Append((byte)',');
        any = true;
        PythonJson.WriteString(Encoding.UTF8.GetBytes(_replacement is null ? name : name.Replace(".", _replacement, StringComparison.Ordinal)), output, ascii: false);
        output.Append((byte)':');
        JsonFields.Append(value, output);
    }
}
