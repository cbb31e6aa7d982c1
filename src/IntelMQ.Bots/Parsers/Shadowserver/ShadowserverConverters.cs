using System.Buffers;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The converters that Shadowserver's schema names, as IntelMQ defines them. None throws; ordinary cells cost no allocation.</summary>
internal static class ShadowserverConverters
{
    private const string NotAnInteger = "is not an integer";
    private const string NotANumber = "is not a number";

    /// <summary>Finds a converter.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <param name="target">The field that the result is for; <see langword="null"/> below <c>extra.</c></param>
    /// <param name="harmonizes">Whether the result is valid for the field as it stands.</param>
    /// <returns>The converter; <see langword="null"/> where there is none of that name, or it needs other cells.</returns>
    public static FieldConverter? Find(string name, FieldDefinition? target, out bool harmonizes)
    {
        HarmonizationType? type = target?.Type;
        harmonizes = name switch
        {
            "validate_ip" => type == HarmonizationTypes.IPAddress,
            "validate_network" => type == HarmonizationTypes.IPNetwork,
            "validate_fqdn" => IsName(type),
            "add_UTC_to_timestamp" or "convert_date" or "convert_date_utc" => type == HarmonizationTypes.DateTime,
            "convert_int" => type == HarmonizationTypes.Integer,
            _ => false,
        };
        return name switch
        {
            "add_UTC_to_timestamp" => harmonizes ? UtcTimestamp : AddUtc,
            "convert_bool" => Boolean,
            "validate_to_none" => UnlessUnknown,
            "convert_int" => Integer,
            "convert_float" => Float,
            "invalidate_zero" => NonZeroInteger,
            "validate_ip" => harmonizes ? Address : AddressText,
            "validate_network" => harmonizes ? Network : NetworkText,
            "validate_fqdn" => type == HarmonizationTypes.IntelMQ33.FQDN ? Fqdn33 : harmonizes ? Fqdn : FqdnText,
            "convert_date" => Date,
            "convert_date_utc" => UtcDate,
            "force_base64" => Base64,
            "extract_cve_from_tag" => ShadowserverCves.Convert,
            "scan_exchange_taxonomy" => static (value, buffer) => Webshell(value, buffer, "intrusions"u8, "vulnerable"u8),
            "scan_exchange_type" => static (value, buffer) => Webshell(value, buffer, "system-compromise"u8, "vulnerable-system"u8),
            "scan_exchange_identifier" => static (value, buffer) => Webshell(value, buffer, "exchange-server-webshell"u8, "vulnerable-exchange-server"u8),
            _ => null,
        };
    }

    /// <summary>Whether a converter gives back what is valid for its field as it stands.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <param name="target">The field that the result is for; <see langword="null"/> below <c>extra.</c></param>
    public static bool KeepsValid(string name, FieldDefinition? target) => name switch
    {
        "validate_ip" => target?.Type == HarmonizationTypes.IPAddress,
        "validate_fqdn" => IsName(target?.Type),
        "convert_int" => target?.Type == HarmonizationTypes.Integer,
        "invalidate_zero" => target?.Type == HarmonizationTypes.ASN,
        _ => false,
    };

    /// <summary>Whether a converter may refuse what is no number; the others make nothing of what they do not know.</summary>
    /// <param name="name">The name in the schema.</param>
    public static bool MayRefuse(string name) => name is "convert_int" or "convert_float" or "invalidate_zero" or "add_UTC_to_timestamp";

    /// <summary>Finds a converter that needs other cells of the row.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <returns>The converter; <see langword="null"/> where there is none of that name.</returns>
    public static RowConverter? FindOfRow(string name) => name switch
    {
        "convert_http_host_and_url" => ShadowserverUrl.Convert,
        "category_or_detail" => CategoryOrDetail,
        _ => null,
    };

    /// <summary>What <c>validate_to_none</c> takes for no value.</summary>
    internal static string[] NoneTexts { get; } = ["", "0", "unknown"];

    internal static Harmonized Unchanged(FieldValue value) => Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    internal static Harmonized Write(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(text);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized AddUtc(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(value.Utf8);
        buffer.Append(" UTC"u8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized UtcTimestamp(FieldValue value, Utf8Buffer buffer) => DateWith(value, " UTC"u8, buffer);

    private static Harmonized Date(FieldValue value, Utf8Buffer buffer)
    {
        Harmonized date = HarmonizationTypes.DateTime.Convert(value, buffer);
        return date.IsValid ? date : Harmonized.None;
    }

    private static Harmonized UtcDate(FieldValue value, Utf8Buffer buffer)
    {
        Harmonized date = DateWith(value, "+00:00"u8, buffer);
        return date.IsValid ? date : Harmonized.None;
    }

    private static Harmonized DateWith(FieldValue value, ReadOnlySpan<byte> suffix, Utf8Buffer buffer)
    {
        int length = value.Utf8.Length + suffix.Length;
        Span<byte> text = length <= 64 ? stackalloc byte[64] : new byte[length];
        text = text[..length];
        value.Utf8.CopyTo(text);
        suffix.CopyTo(text[value.Utf8.Length..]);
        Harmonized date = HarmonizationTypes.DateTime.Convert(FieldValue.Text(text), buffer);
        return date.IsValid && date.IsSlice ? Write(text.Slice(date.Start, date.Length), buffer) : date;
    }

    private static Harmonized Boolean(FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        if (Is(text, "y"u8) || Is(text, "yes"u8) || Is(text, "true"u8) || Is(text, "enabled"u8) || Is(text, "1"u8))
            return WriteBoolean("true"u8, buffer);
        if (Is(text, "n"u8) || Is(text, "no"u8) || Is(text, "false"u8) || Is(text, "disabled"u8) || Is(text, "0"u8))
            return WriteBoolean("false"u8, buffer);
        return Harmonized.None;
    }

    private static Harmonized WriteBoolean(ReadOnlySpan<byte> word, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(word);
        return Harmonized.Written(FieldValueKind.Boolean, buffer, start);
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);

    private static Harmonized UnlessUnknown(FieldValue value, Utf8Buffer buffer)
    {
        foreach (string none in NoneTexts)
        {
            if (System.Text.Ascii.Equals(value.Utf8, none))
                return Harmonized.None;
        }

        return Unchanged(value);
    }

    // A dash means "no value" in IntelMQ's fields; it is no reason to lose the row.
    private static Harmonized Integer(FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        if (text.IsEmpty || text.SequenceEqual("-"u8))
            return Harmonized.None;
        if (text.Length <= 18 && text[0] != '0' && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return Harmonized.Slice(FieldValueKind.Number, 0, text.Length);
        int start = buffer.Length;
        return PythonNumber.TryWriteInteger(text, buffer)
            ? Harmonized.Written(FieldValueKind.Number, buffer, start)
            : Harmonized.Invalid(NotAnInteger);
    }

    private static Harmonized NonZeroInteger(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Utf8 is [(byte)'0'])
            return Harmonized.None;

        // The column is mostly one of AS numbers, which some write with their letters.
        if (value.Utf8 is [(byte)'A' or (byte)'a', (byte)'S' or (byte)'s', .. var digits] && !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return WithoutLetters(value.Kind, digits.TrimStart((byte)'0').Length, value.Utf8.Length);
        Harmonized integer = Integer(value, buffer);
        return integer.IsValid && integer.Length == 1 && !integer.IsSlice && buffer.Slice(integer.Start, 1)[0] == '0' ? Harmonized.None : integer;
    }

    private static Harmonized WithoutLetters(FieldValueKind kind, int digits, int length)
        => digits == 0 ? Harmonized.None : Harmonized.Slice(digits <= 18 ? FieldValueKind.Number : kind, length - digits, digits);

    // JSON has no NaN and no infinity: these words stay text.
    private static Harmonized Float(FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        if (text.IsEmpty || text.SequenceEqual("-"u8))
            return Harmonized.None;
        if (!PythonNumber.TryParseDouble(text, out double number))
            return Harmonized.Invalid(NotANumber);
        if (!double.IsFinite(number))
            return Unchanged(value);
        int start = buffer.Length;
        PythonNumber.Write(number, buffer);
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }

    private static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        // A network of one address is an address to the type, not here.
        Harmonized address = HarmonizationTypes.IPAddress.Convert(value, buffer);
        bool isWhole = address.IsSlice && address.Length == value.Utf8.Length;
        return address.IsValid && (isWhole || !value.Utf8.Contains((byte)'/')) ? address : Harmonized.None;
    }

    private static Harmonized Network(FieldValue value, Utf8Buffer buffer)
    {
        if (!value.Utf8.Contains((byte)'/'))
            return Harmonized.None;
        Harmonized network = HarmonizationTypes.IPNetwork.Convert(value, buffer);
        return network.IsValid ? network : Harmonized.None;
    }

    private static bool IsName(HarmonizationType? type) => type == HarmonizationTypes.FQDN || type == HarmonizationTypes.IntelMQ33.FQDN;

    private static Harmonized Fqdn(FieldValue value, Utf8Buffer buffer) => Name(HarmonizationTypes.FQDN, value, buffer);

    private static Harmonized Fqdn33(FieldValue value, Utf8Buffer buffer) => Name(HarmonizationTypes.IntelMQ33.FQDN, value, buffer);

    private static Harmonized Name(HarmonizationType type, FieldValue value, Utf8Buffer buffer)
    {
        if (value.Utf8.IsEmpty)
            return Harmonized.None;
        if (value.IsIgnored)
            return Unchanged(value);
        Harmonized name = type.Convert(value, buffer);
        return name.IsValid ? name : Harmonized.None;
    }

    private static Harmonized AddressText(FieldValue value, Utf8Buffer buffer) => TextIfValid(Address(value, buffer), value);

    private static Harmonized NetworkText(FieldValue value, Utf8Buffer buffer) => TextIfValid(Network(value, buffer), value);

    private static Harmonized FqdnText(FieldValue value, Utf8Buffer buffer) => TextIfValid(Fqdn(value, buffer), value);

    private static Harmonized TextIfValid(Harmonized result, FieldValue value)
        => result.Kind == FieldValueKind.Missing ? Harmonized.None : Unchanged(value);

    private static Harmonized Base64(FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        if (text.IsEmpty)
            return Harmonized.None;
        ReadOnlySpan<byte> digits = text.EndsWith("=="u8) ? text[..^2] : text.EndsWith("="u8) ? text[..^1] : text;
        if (text.Length % 4 == 0 && !digits.ContainsAnyExcept(Base64Digits))
            return Unchanged(value);
        int start = buffer.Length;
        System.Buffers.Text.Base64.EncodeToUtf8(text, buffer.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(text.Length)), out _, out int written);
        buffer.Advance(written);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static readonly SearchValues<byte> Base64Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private static Harmonized Webshell(FieldValue value, Utf8Buffer buffer, ReadOnlySpan<byte> found, ReadOnlySpan<byte> otherwise)
        => Write(value.Utf8.IndexOf("webshell"u8) >= 0 ? found : otherwise, buffer);

    private static Harmonized CategoryOrDetail(FieldValue value, Row row, Utf8Buffer buffer)
    {
        FieldValue category = row["category"];
        if (category.Utf8.Length > 0)
            return Write(category.Utf8, buffer);
        return category.IsMissing && row.HasColumn("category") ? Harmonized.None : Write(row["detail"].Utf8, buffer);
    }
}
