using System.Net;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

public abstract partial class Message
{
    /// <summary>A field's value as text, whatever its type: a number's digits, <c>true</c> or <c>false</c>, JSON; <see langword="null"/> where it is absent.</summary>
    /// <param name="name">A field's full name, such as <c>source.ip</c> or <c>extra.count</c>; one that the schema does not know is absent.</param>
    /// <example><code>string? address = message.GetString("source.ip");</code></example>
    public string? GetString([FieldName] string name) => Read(name, FieldCodec.String);

    /// <summary>A field's value as an integer; <see langword="null"/> where it is absent, no integer, or too large for 64 bits.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    public long? GetInt64([FieldName] string name) => ReadValue(name, FieldCodec.Int64);

    /// <summary>A field's value as a number; <see langword="null"/> where it is absent or no number.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    public double? GetDouble([FieldName] string name) => ReadValue(name, FieldCodec.Double);

    /// <summary>A field's value as a boolean; <see langword="null"/> where it is absent or none.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    public bool? GetBoolean([FieldName] string name) => ReadValue(name, FieldCodec.Boolean);

    /// <summary>A field's value as a time; <see langword="null"/> where it is absent or no time in IntelMQ's form.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    public DateTimeOffset? GetDateTimeOffset([FieldName] string name) => ReadValue(name, FieldCodec.DateTimeOffset);

    /// <summary>A field's value as an address; <see langword="null"/> where it is absent or no address.</summary>
    /// <inheritdoc cref="GetString" path="/param"/>
    public IPAddress? GetIPAddress([FieldName] string name) => Read(name, FieldCodec.IPAddress);

    /// <summary>
    /// All fields that are set, sorted by name, with values of .NET: <see cref="string"/>, <see cref="long"/> (<see cref="double"/> for numbers
    /// that are no integers of 64 bits), <see cref="bool"/>, <see cref="JsonElement"/> for arrays and objects.
    /// </summary>
    /// <returns>A copy: it stays as it is when the message changes.</returns>
    /// <example><code>var ports = message.AsEnumerable().Where(field => field.Key.EndsWith(".port"));</code></example>
    public IEnumerable<KeyValuePair<string, object?>> AsEnumerable()
    {
        var all = new KeyValuePair<string, object?>[Count];
        var fields = new FieldEnumerator(this);
        for (int i = 0; fields.MoveNext(); i++)
            all[i] = new(fields.Key.Name, ToObject(ValueOf(fields.Slot)));
        return all;
    }

    /// <summary>All fields that are set, by name; values as those of <see cref="AsEnumerable"/>.</summary>
    /// <returns>A copy that belongs to the caller.</returns>
    public Dictionary<string, object?> ToDictionary() => new(AsEnumerable(), StringComparer.Ordinal);

    private static object? ToObject(FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Number when value.TryGetInt64(out long integer):
                return integer;
            case FieldValueKind.Number when value.TryGetDouble(out double number):
                return number;
            case FieldValueKind.Boolean:
                value.TryGetBoolean(out bool boolean);
                return boolean;
            case FieldValueKind.Json:
                var reader = new Utf8JsonReader(value.Utf8, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
                return JsonElement.TryParseValue(ref reader, out JsonElement? element) ? element : value.ToString();
            case FieldValueKind.Null or FieldValueKind.Missing:
                return null;
            default:
                return value.ToString();
        }
    }

    private T? Read<T>(string name, FieldCodec<T> codec)
        where T : class
    {
        FieldValue value = this[name];
        return !value.IsMissing && codec.TryRead(value, out T? result) ? result : null;
    }

    private T? ReadValue<T>(string name, FieldCodec<T> codec)
        where T : struct
    {
        FieldValue value = this[name];
        return !value.IsMissing && codec.TryRead(value, out T result) ? result : null;
    }
}
