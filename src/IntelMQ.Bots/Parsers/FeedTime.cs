using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>Converters of times that several feeds write.</summary>
internal static class FeedTime
{
    /// <summary>What <see cref="Strict"/> does, for people.</summary>
    public const string StrictName = "a date without other words; nothing where it is none";

    /// <summary>A text without words that mean nothing in a date; a text that is no such date is no value, what is no text is refused.</summary>
    public static Harmonized Strict(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid("is not a text");
        if (!UtcTime.TryParseStrict(value.Utf8, out DateTimeOffset time))
            return Harmonized.None;
        int start = buffer.Length;
        UtcTime.Write(time, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
