using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Runs harmonization types on values written as JSON.</summary>
internal static class TypeTester
{
    /// <summary>A value out of its JSON: text in quotes, numbers, true, false, null, arrays and objects.</summary>
    public static FieldValue Value(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        switch (json)
        {
            case "null":
                return FieldValue.Null;
            case "true" or "false":
                return FieldValue.Boolean(json == "true");
        }

        if (json[0] is '[' or '{')
            return FieldValue.Json(utf8);
        if (json[0] != '"')
            return FieldValue.Number(utf8);
        var text = new Utf8Buffer();
        JsonStrings.Unescape(utf8.AsSpan()[1..^1], text);
        return FieldValue.Text(text.WrittenSpan);
    }

    /// <summary>The wire value: text in quotes and other values as they are; null where the value is refused.</summary>
    public static string? Convert(HarmonizationType type, string json)
    {
        FieldValue value = Value(json);
        var buffer = new Utf8Buffer();
        buffer.Append("before"u8);
        Harmonized result = type.Convert(value, buffer);
        Assert.StartsWith("before", Encoding.UTF8.GetString(buffer.WrittenSpan));
        if (!result.IsValid)
        {
            Assert.NotEmpty(result.Reason!);
            return null;
        }

        FieldValue wire = result.Value(value, buffer);
        Assert.True(result.Kind is FieldValueKind.Text or FieldValueKind.Number or FieldValueKind.Boolean);
        Assert.True(type.IsValid(wire, out string? reason), reason);
        return wire.Kind == FieldValueKind.Text ? "'" + wire.ToString() + "'" : wire.ToString();
    }

    /// <summary>Whether the value is valid as it stands.</summary>
    public static bool IsValid(HarmonizationType type, string json)
    {
        bool valid = type.IsValid(Value(json), out string? reason);
        Assert.Equal(valid, reason is null);
        return valid;
    }

    /// <summary>Whether the conversion's result is a part of the value.</summary>
    public static bool IsSlice(HarmonizationType type, string json)
    {
        var buffer = new Utf8Buffer();
        Harmonized result = type.Convert(Value(json), buffer);
        return result.IsValid && result.IsSlice && buffer.Length == 0;
    }
}
