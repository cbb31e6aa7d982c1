using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>The objects of a bundle, each id once.</summary>
internal sealed class StixObjects
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _inOrder = [];
    private readonly Utf8Buffer _json = new(4096);

    /// <summary>Adds an object, unless the bundle has it.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="uuid">The UUID in its id.</param>
    /// <param name="members">Writes its other members.</param>
    /// <returns>Its id.</returns>
    public string Add(string type, Guid uuid, Action<Utf8JsonWriter> members) => Add($"{type}--{uuid}", type, members);

    /// <summary>Adds an object of an id that is given.</summary>
    public string Add(string id, string type, Action<Utf8JsonWriter> members)
    {
        if (!_ids.Add(id))
            return id;
        _inOrder.Add(id);
        if (_json.Length > 0)
            _json.Append((byte)',');
        using var json = new Utf8JsonWriter(_json, Options);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("spec_version", "2.1");
        json.WriteString("id", id);
        members(json);
        json.WriteEndObject();
        json.Flush();
        return id;
    }

    /// <summary>Adds an observable; its id is made of what the specification names, as canonical JSON.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="identity">The members that its id is made of: names sorted, values as JSON.</param>
    /// <param name="others">Writes members that are no part of the id.</param>
    public string AddObservable(string type, IReadOnlyList<(string Name, string Json)> identity, Action<Utf8JsonWriter>? others = null)
    {
        string name = "{" + string.Join(',', identity.Select(static member => $"\"{member.Name}\":{member.Json}")) + "}";
        return Add(type, NameUuid.Of(StixNames.Observables, name), json =>
        {
            foreach ((string member, string value) in identity)
            {
                json.WritePropertyName(member);
                json.WriteRawValue(value, skipInputValidation: true);
            }

            others?.Invoke(json);
        });
    }

    /// <summary>A text as canonical JSON (RFC 8785).</summary>
    public static string Quoted(string text)
    {
        var output = new Utf8Buffer();
        PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: false);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Appends the bundle.</summary>
    public void WriteTo(Utf8Buffer output)
    {
        output.Append("{\"type\":\"bundle\",\"id\":\"bundle--"u8);
        output.Append(NameUuid.Of(StixNames.Objects, string.Join(' ', _inOrder)).ToString());
        output.Append("\""u8);
        // A bundle without objects has no list of them.
        if (_inOrder.Count > 0)
        {
            output.Append(",\"objects\":["u8);
            output.Append(_json.WrittenSpan);
            output.Append((byte)']');
        }

        output.Append((byte)'}');
    }
}
