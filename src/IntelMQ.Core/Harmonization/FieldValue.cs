using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IntelMQ.Harmonization;

/// <summary>A wire value: a value as it stands in a message's JSON. A view, valid until the message is changed.</summary>
public readonly ref struct FieldValue
{
    private FieldValue(FieldValueKind kind, ReadOnlySpan<byte> utf8)
    {
        Kind = kind;
        Utf8 = utf8;
    }

    /// <summary>What it is.</summary>
    public FieldValueKind Kind { get; }

    /// <summary>
    /// Text without quotes and escapes, a number's digits, <c>true</c> or <c>false</c>, or JSON text, as UTF-8. Empty where missing or
    /// null.
    /// </summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>No value.</summary>
    public static FieldValue Missing => default;

    /// <summary>JSON's <c>null</c>.</summary>
    public static FieldValue Null => new(FieldValueKind.Null, default);

    /// <summary>Whether the message has no such field.</summary>
    public bool IsMissing => Kind == FieldValueKind.Missing;

    /// <summary>
    /// Whether IntelMQ treats the value as not given, whatever the field: missing, null, or exactly one of the texts <c>""</c>,
    /// <c>-</c>, <c>N/A</c>.
    /// </summary>
    public bool IsIgnored => Kind switch
    {
        FieldValueKind.Missing or FieldValueKind.Null => true,
        FieldValueKind.Text => Utf8.Length switch
        {
            0 => true,
            1 => Utf8[0] == (byte)'-',
            3 => Utf8.SequenceEqual("N/A"u8),
            _ => false,
        },
        _ => false,
    };

    /// <summary>A text.</summary>
    /// <param name="utf8">Valid UTF-8, no quotes, no escapes.</param>
    public static FieldValue Text(ReadOnlySpan<byte> utf8) => new(FieldValueKind.Text, utf8);

    /// <summary>A number.</summary>
    /// <param name="digits">A JSON number.</param>
    public static FieldValue Number(ReadOnlySpan<byte> digits) => new(FieldValueKind.Number, digits);

    /// <summary>A boolean.</summary>
    public static FieldValue Boolean(bool value) => new(FieldValueKind.Boolean, value ? "true"u8 : "false"u8);

    /// <summary>An array or object.</summary>
    /// <param name="json">Valid JSON.</param>
    public static FieldValue Json(ReadOnlySpan<byte> json) => new(FieldValueKind.Json, json);

    /// <summary>A value of the kind given.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="utf8">As <see cref="Utf8"/> describes for that kind.</param>
    public static FieldValue Of(FieldValueKind kind, ReadOnlySpan<byte> utf8) => new(kind, utf8);

    /// <summary>A text; <see langword="null"/> becomes JSON's <c>null</c>.</summary>
    public static implicit operator FieldValue(string? text) => text is null ? Null : Text(Encoding.UTF8.GetBytes(text));

    /// <summary>An integer.</summary>
    public static implicit operator FieldValue(long number) => Number(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A number; one that JSON has no form for is the text of it, which fields of numbers refuse.</summary>
    public static implicit operator FieldValue(double number)
    {
        byte[] text = Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture));
        return double.IsFinite(number) ? Number(text) : Text(text);
    }

    /// <summary>A boolean.</summary>
    public static implicit operator FieldValue(bool value) => Boolean(value);

    /// <summary>Reads an integer that fits 64 bits.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return Kind == FieldValueKind.Number && Utf8Parser.TryParse(Utf8, out value, out int used) && used == Utf8.Length;
    }

    /// <summary>Reads any number as a double; digits beyond its precision are rounded.</summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return Kind == FieldValueKind.Number && double.TryParse(Utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a boolean.</summary>
    public bool TryGetBoolean(out bool value)
    {
        value = Kind == FieldValueKind.Boolean && Utf8.Length == 4;
        return Kind == FieldValueKind.Boolean;
    }

    /// <summary>Reads a text.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = Kind == FieldValueKind.Text ? Encoding.UTF8.GetString(Utf8) : null;
        return value is not null;
    }

    /// <summary>The text, digits, <c>true</c>, <c>false</c> or JSON; empty where missing or null.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
