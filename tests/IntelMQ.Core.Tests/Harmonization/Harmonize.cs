using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

/// <summary>Calls a type with a text and gives back texts.</summary>
internal static class Harmonize
{
    /// <summary>What a text becomes; null where it is refused.</summary>
    public static string? Text(HarmonizationType type, string value) => Value(type, FieldValueKind.Text, value);

    /// <summary>What a value becomes; null where it is refused.</summary>
    public static string? Value(HarmonizationType type, FieldValueKind kind, string value)
    {
        var buffer = new Utf8Buffer(1);
        // What stands in the buffer already is not the type's.
        buffer.Append("before"u8);
        FieldValue input = FieldValue.Of(kind, Encoding.UTF8.GetBytes(value));
        Harmonized result = type.Convert(input, buffer);
        Assert.Equal(result.IsValid, result.Reason is null);
        Assert.True(buffer.WrittenSpan.StartsWith("before"u8));
        return result.IsValid ? result.Value(input, buffer).ToString() : null;
    }

    /// <summary>Whether a text is valid as it stands.</summary>
    public static bool IsValid(HarmonizationType type, string value)
        => type.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(value)), out _);

    /// <summary>Whether the type gives a part of the text back, without writing to the buffer.</summary>
    public static bool IsSlice(HarmonizationType type, string value)
        => type.Convert(FieldValue.Text(Encoding.UTF8.GetBytes(value)), new Utf8Buffer()).IsSlice;

    /// <summary>Whether trimming makes the text shorter.</summary>
    public static bool HasBlankEnds(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Utf8Text.Trim(utf8).Length < utf8.Length;
    }

    /// <summary>Valid UTF-8 of any text, as what reaches a type is: a lone surrogate becomes U+FFFD.</summary>
    public static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? string.Empty));
}
