using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>
/// Reads messages from JSON, as IntelMQ does: a value that is valid as it stands is kept as it stands, one that is not is cleaned, and
/// what stays invalid refuses the message. Not thread-safe; a reader that is used again allocates only the messages.
/// </summary>
/// <example><code>var reader = new MessageReader(Schema.Default);
/// if (reader.TryReadEvent("{\"source.ip\": \"192.0.2.7\"}"u8, out Event? message, out MessageError? error))
///     Console.WriteLine(message);</code></example>
public sealed class MessageReader
{
    private const int MaxKnownKeys = 256;
    private const int MaxAbsentKeys = 4;

    private readonly EventBuilder _builder;
    private readonly List<FieldKey> _knownKeys = [];
    private readonly Utf8Buffer _unescaped = new();
    private MessageError? _error;
    private string? _type;
    private int _nextKey;
    private bool _asReport;

    /// <summary>Creates a reader for messages of a schema.</summary>
    public MessageReader(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _builder = new EventBuilder(schema, []);
    }

    /// <summary>The messages' schema.</summary>
    public Schema Schema { get; }

    /// <summary>Reads an event.</summary>
    /// <param name="json">A JSON object as UTF-8; <c>__type</c> may be absent, or says <c>Event</c>.</param>
    /// <param name="message">The event.</param>
    /// <param name="error">Why there is none.</param>
    public bool TryReadEvent(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Event? message, [NotNullWhen(false)] out MessageError? error)
    {
        message = TryRead(json, "Event", out Message? read, out error) ? read as Event : null;
        if (message is null && error is null)
            error = new MessageError(MessageErrorKind.InvalidMessage, "__type", "is not Event");
        return message is not null;
    }

    /// <summary>Reads an event or report, as <c>__type</c> says.</summary>
    /// <param name="json">A JSON object as UTF-8.</param>
    /// <param name="message">The event or report.</param>
    /// <param name="error">Why there is none.</param>
    public bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Message? message, [NotNullWhen(false)] out MessageError? error)
        => TryRead(json, null, out message, out error);

    /// <summary>Reads an event or report.</summary>
    /// <param name="json">A JSON object as UTF-8.</param>
    /// <param name="defaultType"><c>Event</c> or <c>Report</c>: what the message is where <c>__type</c> is absent.</param>
    /// <param name="message">The event or report.</param>
    /// <param name="error">Why there is none.</param>
    public bool TryRead(
        ReadOnlySpan<byte> json,
        string? defaultType,
        [NotNullWhen(true)] out Message? message,
        [NotNullWhen(false)] out MessageError? error)
    {
        message = null;
        _error = null;
        _type = defaultType;
        if (!Ascii.IsValid(json) && !Utf8.IsValid(json))
            return Refuse(new MessageError(MessageErrorKind.InvalidMessage, null, "is not UTF-8"), out error);
        try
        {
            if (!ReadMembers(json))
                return Refuse(FirstFault(json, defaultType), out error);
        }
        catch (JsonException exception)
        {
            return Refuse(new MessageError(MessageErrorKind.InvalidMessage, null, $"is not JSON at byte {exception.BytePositionInLine} of line {exception.LineNumber + 1}"), out error);
        }

        message = _type switch
        {
            "Event" => new Event(Schema, _builder.BuildParts(json)),
            "Report" => new Report(Schema, _builder.BuildParts(json)),
            _ => null,
        };
        if (message is null)
            return Refuse(new MessageError(MessageErrorKind.InvalidMessage, "__type", _type is null ? "is missing" : "is neither Event nor Report"), out error);
        if (message is Report && message.HasForbidden())
            return Refuse(FirstFault(json, defaultType), out error);
        error = null;
        return true;
    }

    private static bool Refuse(MessageError reason, [NotNull] out MessageError? error)
    {
        error = reason;
        return false;
    }

    // What counts is the type, then the first member at fault. The type may stand last, so a refused message is read once more.
    private MessageError FirstFault(ReadOnlySpan<byte> json, string? defaultType)
    {
        MessageError found = _error ?? new MessageError(MessageErrorKind.InvalidKey, null, "has a field that a Report may not have");
        string? type = TypeOf(json) ?? defaultType;
        if (type is not "Event" and not "Report")
            return new MessageError(MessageErrorKind.InvalidMessage, "__type", type is null ? "is missing" : "is neither Event nor Report");
        if (type != "Report")
            return found;
        _asReport = true;
        ReadMembers(json);
        _asReport = false;
        return _error ?? found;
    }

    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        string? type = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return "Event";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = JsonStrings.Is(ref reader, "__type"u8);
            reader.Read();
            if (found)
                type = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? reader.GetString() : "";
            reader.Skip();
        }

        return type;
    }

    private bool ReadMembers(ReadOnlySpan<byte> json)
    {
        _builder.Begin(json.Length);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Fail(MessageErrorKind.InvalidMessage, null, "is not a JSON object");
        _nextKey = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueIsEscaped && TryGetKey(reader.ValueSpan, out FieldKey? key))
            {
                reader.Read();
                if (!ReadField(ref reader, json, key))
                    return false;
            }
            else if (!ReadSpecial(ref reader, json))
            {
                return false;
            }
        }

        reader.Read();
        return true;
    }

    // Messages of one source name their fields in the same order and leave out a few, so the names that followed before are tried first.
    private bool TryGetKey(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldKey? key)
    {
        int end = Math.Min(_nextKey + 1 + MaxAbsentKeys, _knownKeys.Count);
        for (int i = _nextKey; i < end; i++)
        {
            key = _knownKeys[i];
            if (name.SequenceEqual(key.NameUtf8))
            {
                _nextKey = i + 1;
                return true;
            }
        }

        if (!Schema.TryGetKey(name, out key))
            return false;
        if (_knownKeys.Count == MaxKnownKeys)
        {
            _knownKeys.Clear();
            _nextKey = 0;
        }

        _knownKeys.Insert(_nextKey++, key);
        return true;
    }

    // A value keeps its place in the line: one with escapes is written there without them, which never takes more room.
    private bool ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, FieldKey key)
    {
        FieldValue value;
        int start = (int)reader.TokenStartIndex;
        bool plain = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
                start++;
                value = FieldValue.Text(json.Slice(start, reader.ValueSpan.Length));
                break;
            case JsonTokenType.Number:
                value = FieldValue.Number(json.Slice(start, reader.ValueSpan.Length));
                break;
            default:
                _unescaped.Clear();
                if (!WireJson.TryReadValue(ref reader, json, _unescaped, out FieldValue other))
                    return Fail(MessageErrorKind.InvalidValue, key.Name, "holds text that is not Unicode");
                if (other.Kind != FieldValueKind.Text)
                {
                    value = FieldValue.Of(other.Kind, json.Slice(start, other.Utf8.Length));
                    break;
                }

                start++;
                plain = false;
                value = FieldValue.Text(_unescaped.WrittenSpan);
                _builder.Rewrite(start, value.Utf8);
                break;
        }

        if (value.IsIgnored)
            return true;
        if (_asReport && key.Definition is { InReports: false })
            return Fail(MessageErrorKind.InvalidKey, key.Name, "is not a field of a Report");
        if (key.Definition is not { } definition || (IsValid(definition.Type, value) && definition.CheckLimits(value) is null))
        {
            _builder.Store(key, EventBuilder.InLine(value.Kind, start, value.Utf8.Length, plain));
            return true;
        }

        return Clean(key, definition, value, start, plain);
    }

    private static bool IsValid(HarmonizationType type, in FieldValue value)
        => (value.Kind == FieldValueKind.Text && type.WireKind == FieldValueKind.Text && type.Keeps(value.Utf8)) || type.IsValid(value, out _);

    private bool Clean(FieldKey key, FieldDefinition definition, FieldValue value, int start, bool plain)
    {
        Harmonized result = definition.Convert(value, _builder.Written);
        string? reason = result.Reason ?? definition.CheckLimits(result.Value(value, _builder.Written));
        if (reason is not null)
            return Fail(MessageErrorKind.InvalidValue, key.Name, reason);
        if (result.Kind == FieldValueKind.Missing)
            return true;
        if (result.IsSlice)
            _builder.Store(key, EventBuilder.InLine(result.Kind, start + result.Start, result.Length, plain));
        else
            _builder.Store(key, _builder.InWritten(result.Kind, result.Start, result.Length, plain: false));
        return true;
    }

    private bool ReadSpecial(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        string name;
        try
        {
            name = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Fail(MessageErrorKind.InvalidKey, null, "has a name that is not Unicode");
        }

        reader.Read();
        if (Schema.TryGetKey(name, out FieldKey? key))
            return ReadField(ref reader, json, key);
        _unescaped.Clear();
        if (!WireJson.TryReadValue(ref reader, json, _unescaped, out FieldValue value))
            return Fail(MessageErrorKind.InvalidValue, name, "holds text that is not Unicode");
        if (name == "__type")
        {
            _type = value.Kind == FieldValueKind.Text ? value.ToString() : "";
            return true;
        }

        if (value.IsIgnored)
            return true;
        if (name != "extra")
            return Fail(MessageErrorKind.InvalidKey, name, $"is not a field of the schema.{Schema.Suggest(name)}");
        return ExtraJson.TryReadMembers(value, Schema, _builder, static (builder, member, memberValue) => builder.SetCopy(member, memberValue))
            || Fail(MessageErrorKind.InvalidValue, name, "is not a JSON object with members");
    }

    private bool Fail(MessageErrorKind kind, string? field, string reason)
    {
        _error = new MessageError(kind, field, reason);
        return false;
    }
}
