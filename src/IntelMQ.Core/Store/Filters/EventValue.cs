using System.Globalization;
using System.Net;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Store;

/// <summary>A value that a field is compared with: a text, a number or a boolean. Addresses, networks and times are texts.</summary>
public readonly record struct EventValue
{
    private readonly string? _text;

    private EventValue(FieldValueKind kind, string text)
    {
        Kind = kind;
        _text = text;
    }

    /// <summary>What it is: text, number or boolean; missing for the default value, which no field takes.</summary>
    public FieldValueKind Kind { get; }

    /// <summary>The text, the digits, <c>true</c> or <c>false</c>.</summary>
    public string Text => _text ?? "";

    /// <summary>A text.</summary>
    public static EventValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(FieldValueKind.Text, text);
    }

    /// <summary>A whole number.</summary>
    public static EventValue Of(long number) => new(FieldValueKind.Number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number; what is no finite one is compared with nothing.</summary>
    public static EventValue Of(double number) => double.IsFinite(number) ? new(FieldValueKind.Number, number.ToString("R", CultureInfo.InvariantCulture)) : default;

    /// <summary>A boolean.</summary>
    public static EventValue Of(bool value) => new(FieldValueKind.Boolean, value ? "true" : "false");

    /// <summary>A time, to the microsecond.</summary>
    public static EventValue Of(DateTimeOffset time)
    {
        var buffer = new Utf8Buffer();
        UtcTime.Write(time, buffer);
        return Of(Encoding.ASCII.GetString(buffer.WrittenSpan));
    }

    /// <summary>An address.</summary>
    public static EventValue Of(IPAddress address) => Of(IpAddressValue.From(address).ToString());

    /// <summary>A text.</summary>
    public static implicit operator EventValue(string text) => Of(text);

    /// <summary>A whole number.</summary>
    public static implicit operator EventValue(long number) => Of(number);

    /// <summary>A number.</summary>
    public static implicit operator EventValue(double number) => Of(number);

    /// <summary>A boolean.</summary>
    public static implicit operator EventValue(bool value) => Of(value);

    /// <summary>A time.</summary>
    public static implicit operator EventValue(DateTimeOffset time) => Of(time);

    /// <summary>An address.</summary>
    public static implicit operator EventValue(IPAddress address) => Of(address);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
