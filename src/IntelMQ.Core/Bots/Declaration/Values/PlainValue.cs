using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>A parameter that may be a text, a number, a boolean, or an array or object: a value to compare with or to store.</summary>
public sealed class PlainValue : IParameterValue<PlainValue>
{
    private readonly FieldValueKind _kind;
    private readonly byte[] _utf8;

    private PlainValue(FieldValueKind kind, byte[] utf8)
    {
        _kind = kind;
        _utf8 = utf8;
    }

    /// <summary>Any JSON value.</summary>
    public static ParameterForm<PlainValue> Form { get; } = new PlainValueForm();

    /// <summary>What it is.</summary>
    public FieldValueKind Kind => _kind;

    /// <summary>The value as events hold it.</summary>
    public FieldValue Value => FieldValue.Of(_kind, _utf8);

    /// <summary>Whether Python takes the value for true: anything but null, <c>false</c>, zero, empty text and empty arrays or objects.</summary>
    public bool IsTruthy => !PythonText.IsFalsy(Value);

    /// <summary>A text.</summary>
    public static PlainValue FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PlainValue(FieldValueKind.Text, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A boolean.</summary>
    public static PlainValue FromBoolean(bool value) => new(FieldValueKind.Boolean, value ? "true"u8.ToArray() : "false"u8.ToArray());

    /// <summary>An integer.</summary>
    public static PlainValue FromInt64(long value) => new(FieldValueKind.Number, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The value that a JSON value stands for.</summary>
    public static PlainValue FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => FromString(json.GetString()!),
        JsonValueKind.True or JsonValueKind.False => FromBoolean(json.ValueKind == JsonValueKind.True),
        JsonValueKind.Number => new PlainValue(FieldValueKind.Number, Encoding.UTF8.GetBytes(json.GetRawText())),
        JsonValueKind.Array or JsonValueKind.Object => new PlainValue(FieldValueKind.Json, Encoding.UTF8.GetBytes(json.GetRawText())),
        _ => new PlainValue(FieldValueKind.Null, []),
    };

    /// <summary>A text.</summary>
    public static implicit operator PlainValue(string text) => FromString(text);

    /// <summary>A boolean.</summary>
    public static implicit operator PlainValue(bool value) => FromBoolean(value);

    /// <summary>An integer.</summary>
    public static implicit operator PlainValue(long value) => FromInt64(value);

    /// <summary>The text, digits, <c>true</c>, <c>false</c> or JSON.</summary>
    public override string ToString() => Value.ToString();
}
