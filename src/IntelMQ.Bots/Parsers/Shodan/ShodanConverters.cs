using System.Globalization;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>How members of a Shodan banner that fit no field as they stand are made to. What has another form than expected is left out.</summary>
internal static class ShodanConverters
{
    /// <summary>Gives the first name of a list that a schema's fields take; a text is a list of one.</summary>
    public static FieldConverter FirstName(HarmonizationType names) => (value, buffer) => FirstName(names, value, buffer);

    private static Harmonized FirstName(HarmonizationType names, FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Text)
            return IsName(names, value, buffer) ? Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length) : Harmonized.None;
        var reader = new Utf8JsonReader(value.Utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return Harmonized.None;
        var name = new Utf8Buffer();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }

            name.Clear();
            name.Advance(reader.CopyString(name.GetSpan(reader.ValueSpan.Length)));
            if (!IsName(names, FieldValue.Text(name.WrittenSpan), buffer))
                continue;
            int start = buffer.Length;
            buffer.Append(name.WrittenSpan);
            return Harmonized.Written(FieldValueKind.Text, buffer, start);
        }

        return Harmonized.None;
    }

    /// <summary>An object's names, as a list.</summary>
    public static Harmonized Names(FieldValue value, Utf8Buffer buffer)
    {
        var reader = new Utf8JsonReader(value.Kind == FieldValueKind.Json ? value.Utf8 : "0"u8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append((byte)'[');
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Separate(buffer, start + 1);
            AppendQuoted(reader.ValueSpan, buffer);
            reader.Read();
            reader.Skip();
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    /// <summary>An object of objects, as a list of the inner ones, each with its name as <c>identifier</c>.</summary>
    public static Harmonized Identified(FieldValue value, Utf8Buffer buffer)
    {
        var reader = new Utf8JsonReader(value.Kind == FieldValueKind.Json ? value.Utf8 : "0"u8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append((byte)'[');
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Harmonized.None;
            Separate(buffer, start + 1);
            buffer.Append((byte)'{');
            int inner = buffer.Length;
            AppendMembers(ref reader, value.Utf8, buffer);
            Separate(buffer, inner);
            buffer.Append("\"identifier\": "u8);
            AppendQuoted(name, buffer);
            buffer.Append((byte)'}');
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    /// <summary>A list of one, where the value is no list.</summary>
    public static Harmonized List(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Json && value.Utf8[0] == (byte)'[')
            return Harmonized.Slice(FieldValueKind.Json, 0, value.Utf8.Length);
        int start = buffer.Length;
        buffer.Append((byte)'[');
        if (value.Kind == FieldValueKind.Text)
            AppendQuoted(JsonEncodedText.Encode(value.Utf8).EncodedUtf8Bytes, buffer);
        else
            buffer.Append(value.Utf8);
        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    /// <summary>Python's text form of a value: a number's digits.</summary>
    public static Harmonized Text(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind is FieldValueKind.Text or FieldValueKind.Number)
            return Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length);
        int start = buffer.Length;
        PythonRepr.Write(value, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    /// <summary>The value, unless it is false, zero or empty.</summary>
    public static Harmonized Truthy(FieldValue value, Utf8Buffer buffer)
        => IsTruthy(value) ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length) : Harmonized.None;

    /// <summary>An IPv4 address that is given as a number.</summary>
    public static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        if (value.IsIgnored)
            return Harmonized.None;
        if (!uint.TryParse(value.Utf8, NumberStyles.None, CultureInfo.InvariantCulture, out uint bits))
            return Harmonized.Invalid("is not an address as a number");
        int start = buffer.Length;
        IpAddressValue.FromIPv4(bits).Format(buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    /// <summary>Whether Python takes the value for true.</summary>
    public static bool IsTruthy(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Text => value.Utf8.Length > 0,
        FieldValueKind.Boolean => value.Utf8.Length == 4,
        FieldValueKind.Number => !value.TryGetDouble(out double number) || number != 0,
        FieldValueKind.Json => !value.Utf8[1..^1].Trim(" \t\r\n"u8).IsEmpty,
        _ => false,
    };

    /// <summary>Puts a comma between the members of a list.</summary>
    public static void Separate(Utf8Buffer buffer, int first)
    {
        if (buffer.Length > first)
            buffer.Append(", "u8);
    }

    /// <summary>Appends a JSON text.</summary>
    /// <param name="escaped">As it stands between quotes.</param>
    /// <param name="buffer">Takes the text.</param>
    public static void AppendQuoted(ReadOnlySpan<byte> escaped, Utf8Buffer buffer)
    {
        buffer.Append((byte)'"');
        buffer.Append(escaped);
        buffer.Append((byte)'"');
    }

    private static void AppendMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, Utf8Buffer buffer)
    {
        int first = buffer.Length;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool replaced = reader.ValueTextEquals("identifier"u8);
            int start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (replaced)
                continue;
            Separate(buffer, first);
            buffer.Append(source[start..(int)reader.BytesConsumed]);
        }
    }

    private static bool IsName(HarmonizationType names, FieldValue value, Utf8Buffer buffer)
    {
        int before = buffer.Length;
        Harmonized name = names.Convert(value, buffer);
        buffer.Truncate(before);
        return !value.IsIgnored && name is { IsValid: true, Kind: FieldValueKind.Text };
    }
}
