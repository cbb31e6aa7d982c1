using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// An instant, in UTC. The valid form is <c>YYYY-MM-DDTHH:MM:SS[.ffffff]+00:00</c>, read as Python's <c>strptime</c> reads it: numbers
/// need no leading zeros, the fraction has one to six digits. Cleaning leaves the valid form as it is and takes what
/// <see cref="UtcTime.TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/> understands.
/// </summary>
internal sealed class DateTimeType : HarmonizationType
{
    internal const string NotATime = "is not a date and time";

    private const string NotText = "is not a text, as dates are";
    private const string NotTheForm = "is not a date and time of the form YYYY-MM-DDTHH:MM:SS+00:00";

    public DateTimeType()
        : base("DateTime")
    {
    }

    /// <inheritdoc/>
    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid(NotText);
        ReadOnlySpan<byte> text = value.Utf8;
        if (PlainTime.TryRead(text, out ClockReading reading, out int tail))
        {
            if (IsValidTail(text, tail))
                return Harmonized.Slice(FieldValueKind.Text, 0, text.Length);
            if (reading.OffsetSeconds == 0)
                return WriteSameClock(text, reading.Microsecond, buffer);
            return reading.TryGetInstant(out DateTimeOffset shifted) ? Write(shifted, buffer) : Harmonized.Invalid(NotATime);
        }
        if (MailTime.TryRead(text, out reading))
            return Write(reading, buffer);
        if (UtcTime.TryRead(text, out _))
            return Harmonized.Slice(FieldValueKind.Text, 0, text.Length);
        return FuzzyTime.TryParse(text, skipWords: true, missingYear: null, out DateTimeOffset instant)
            ? Write(instant, buffer)
            : Harmonized.Invalid(NotATime);
    }

    /// <inheritdoc/>
    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind != FieldValueKind.Text ? NotText : UtcTime.TryRead(value.Utf8, out _) ? null : NotTheForm;
        return reason is null;
    }

    /// <summary>Whether a plain time is the valid form: <c>T</c> in the middle, at most six digits of fraction, <c>+00:00</c>.</summary>
    internal static bool IsValidTail(ReadOnlySpan<byte> text, int tail)
        => tail <= PlainTime.SecondsLength + 7 && text[10] == 'T' && text[tail..].SequenceEqual("+00:00"u8);

    internal static Harmonized Write(DateTimeOffset instant, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        UtcTime.Write(instant, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Write(in ClockReading utc, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        UtcTime.Write(utc, buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    // The zone is UTC already, so the digits can be copied.
    private static Harmonized WriteSameClock(ReadOnlySpan<byte> text, int microsecond, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        Span<byte> target = buffer.GetSpan(UtcTime.MaxLength);
        text[..PlainTime.SecondsLength].CopyTo(target);
        target[10] = (byte)'T';
        buffer.Advance(UtcTime.WriteTail(target, PlainTime.SecondsLength, microsecond));
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
