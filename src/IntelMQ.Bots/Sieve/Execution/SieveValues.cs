using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

internal static class SieveValues
{
    /// <summary>Whether two values are equal as in Python: texts by their characters, numbers and booleans by value.</summary>
    public static bool AreEqual(FieldValue left, FieldValue right)
    {
        if (SieveNumber.TryRead(left, out SieveNumber first) && SieveNumber.TryRead(right, out SieveNumber second))
            return first.CompareTo(second) == 0;
        return left.Kind == right.Kind && left.Utf8.SequenceEqual(right.Utf8);
    }

    public static bool IsList(FieldValue value) => StartsWith(value, (byte)'[');

    /// <summary>The text that is searched: an object as JSON, all else in Python's text form.</summary>
    public static ReadOnlySpan<byte> TextOf(FieldValue value, ref SieveState state)
    {
        if (value.Kind == FieldValueKind.Text)
            return value.Utf8;
        Utf8Buffer text = state.Scratch.Text;
        text.Clear();
        if (!StartsWith(value, (byte)'{') || !PythonJson.TryWrite(value.Utf8, text, ascii: true, sortKeys: false))
            PythonText.Str(value, text);
        return text.WrittenSpan;
    }

    private static bool StartsWith(FieldValue value, byte bracket)
        => value.Kind == FieldValueKind.Json && value.Utf8.TrimStart(" \t\r\n"u8) is [var first, ..] && first == bracket;
}
