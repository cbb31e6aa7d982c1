using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using MongoDB.Bson;

namespace IntelMQ.MongoDb;

/// <summary>Events as documents. The id is made of all fields and values, so that an event that comes again is the same document.</summary>
internal sealed class EventDocument(MongoDbOutputOptions options)
{
    private readonly Utf8Buffer _text = new();

    public BsonDocument Of(Event message)
    {
        _text.Clear();
        message.WriteTo(_text, MessageFormat.Flat);
        byte[] digest = SHA256.HashData(_text.WrittenSpan);
        var document = new BsonDocument("_id", new ObjectId(digest[..12]));
        if (options.HierarchicalOutput)
            AddNested(message, document);
        else
            AddFlat(message, document);
        return document;
    }

    private void AddFlat(Event message, BsonDocument document)
    {
        foreach (FieldKey key in message.KeysInOrder())
        {
            string name = Checked(key.Name.Replace(".", options.ReplacementChar, StringComparison.Ordinal));
            bool isDate = key.Name == "time.observation" || (options.TimeSourceAsDate && key.Name == "time.source");
            document[name] = isDate && DateOf(message, key.Name) is { } date ? date : ValueOf(message[key]);
        }
    }

    private void AddNested(Event message, BsonDocument document)
    {
        _text.Clear();
        message.WriteTo(_text, MessageFormat.Hierarchical);
        using JsonDocument json = JsonDocument.Parse(_text.WrittenMemory);
        foreach (JsonProperty member in json.RootElement.EnumerateObject())
            document[Checked(member.Name)] = ValueOf(member.Value);
        foreach (string name in (string[])["time.observation", "time.source"])
        {
            if (DateOf(message, name) is { } date)
                document["time"].AsBsonDocument[name["time.".Length..]] = date;
        }
    }

    private static BsonDateTime? DateOf(Event message, string name)
        => message.TryGet(name == "time.source" ? Fields.Time.Source : Fields.Time.Observation, out DateTimeOffset time) ? new BsonDateTime(time.ToUnixTimeMilliseconds()) : null;

    private static BsonValue ValueOf(FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Number:
                return NumberOf(value.ToString());
            case FieldValueKind.Boolean:
                return new BsonBoolean(value.Utf8.SequenceEqual("true"u8));
            case FieldValueKind.Json:
                using (JsonDocument json = JsonDocument.Parse(value.Utf8.ToArray()))
                    return ValueOf(json.RootElement);
            case FieldValueKind.Null or FieldValueKind.Missing:
                return BsonNull.Value;
            default:
                return new BsonString(value.ToString());
        }
    }

    private static BsonValue ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new BsonDocument(value.EnumerateObject().Select(static member => new BsonElement(Checked(member.Name), ValueOf(member.Value)))),
        JsonValueKind.Array => new BsonArray(value.EnumerateArray().Select(static item => ValueOf(item))),
        JsonValueKind.Number => NumberOf(value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new BsonBoolean(value.ValueKind == JsonValueKind.True),
        JsonValueKind.String => new BsonString(value.GetString()!),
        _ => BsonNull.Value,
    };

    // The smallest type that holds the number as it is; IntelMQ's driver refuses whole numbers of more than 64 bits.
    private static BsonValue NumberOf(string digits)
    {
        if (int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int small))
            return new BsonInt32(small);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large))
            return new BsonInt64(large);
        if (digits.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && digits.Length <= 34 && Decimal128.TryParse(digits, out Decimal128 huge))
            return new BsonDecimal128(huge);
        return new BsonDouble(double.Parse(digits, CultureInfo.InvariantCulture));
    }

    private static string Checked(string name) => name.Contains('\0', StringComparison.Ordinal)
        ? throw new RefusedException("A name within the event holds the character NUL, which no document can have.")
        : name;
}
