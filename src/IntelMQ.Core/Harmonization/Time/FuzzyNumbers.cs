namespace IntelMQ.Harmonization;

/// <summary>Decides what a number is: part of the date or of the time of day, by its length and by what stands around it.</summary>
internal static class FuzzyNumbers
{
    /// <summary>Reads the number at <paramref name="i"/> and what belongs to it.</summary>
    /// <returns>The last token used, or -1 where the text cannot be a date.</returns>
    public static int Read(FuzzyText text, int i, ref DateParts date, ref FuzzyClock clock, bool skipWords)
    {
        ReadOnlySpan<char> digits = text[i];
        if (!TimeNumber.TryRead(digits, out TimeNumber number))
            return -1;
        if (date.Count == 3 && digits.Length is 2 or 4 && !clock.HasHour
            && !text.Is(i + 1, ':') && text.Unit(i + 1) < 0)
            return ReadHourMinute(digits, ref clock) ? i : -1;
        if (digits.Length == 6 || digits.IndexOf('.') == 6)
            return ReadSix(digits, ref date, ref clock) ? i : -1;
        if (digits.Length is 8 or 12 or 14)
            return ReadCompact(digits, ref date, ref clock) ? i : -1;
        if (UnitNear(text, i, out int unit) is >= 0 and int unitEnd)
        {
            clock.Set(number, unit);
            return unitEnd;
        }
        if (text.Is(i + 1, ':') && i + 2 < text.Count)
            return ReadClock(text, i, number, ref clock);
        if (text.Is(i + 1, '-') || text.Is(i + 1, '/') || text.Is(i + 1, '.'))
            return ReadSeparated(text, i, ref date);
        if (i + 1 >= text.Count || text.IsFiller(i + 1))
        {
            if (text.HalfDay(i + 2) is >= 0 and int half)
            {
                clock.SetHour(number.Whole, half);
                return i + 2;
            }
            return date.Add(number) ? i + 1 : -1;
        }
        if (text.HalfDay(i + 1) is >= 0 and int closeHalf && number.Whole < 24)
        {
            clock.SetHour(number.Whole, closeHalf);
            return i + 1;
        }
        if (date.MayBeDay(number))
            return date.Add(number) ? i : -1;
        return skipWords ? i : -1;
    }

    // HH or HHMM behind a complete date.
    private static bool ReadHourMinute(ReadOnlySpan<char> digits, ref FuzzyClock clock)
    {
        if (!TimeNumber.TryReadDigits(digits[..2], out int hour))
            return false;
        clock.SetHour(hour);
        if (digits.Length == 2)
            return true;
        if (!TimeNumber.TryReadDigits(digits[2..], out int minute))
            return false;
        clock.SetMinute(minute);
        return true;
    }

    // YYMMDD where nothing was found yet, otherwise HHMMSS with decimals.
    private static bool ReadSix(ReadOnlySpan<char> digits, ref DateParts date, ref FuzzyClock clock)
    {
        if (date.Count == 0 && !digits.Contains('.'))
            return date.Add(digits[..2]) && date.Add(digits[2..4]) && date.Add(digits[4..]);
        return ReadHourMinute(digits[..4], ref clock) && clock.TrySetSecond(digits[4..]);
    }

    // YYYYMMDD, with HHMM or HHMMSS.
    private static bool ReadCompact(ReadOnlySpan<char> digits, ref DateParts date, ref FuzzyClock clock)
    {
        if (!date.Add(digits[..4]) || !date.Add(digits[4..6]) || !date.Add(digits[6..8]))
            return false;
        if (digits.Length == 8)
            return true;
        if (!ReadHourMinute(digits[8..12], ref clock))
            return false;
        return digits.Length == 12 || (TimeNumber.TryReadDigits(digits[12..], out _) && clock.TrySetSecond(digits[12..]));
    }

    // HH:MM, HH:MM:SS with decimals; decimals of the minute are seconds.
    private static int ReadClock(FuzzyText text, int i, TimeNumber hour, ref FuzzyClock clock)
    {
        if (!text.IsNumber(i + 2) || !TimeNumber.TryRead(text[i + 2], out TimeNumber minute))
            return -1;
        clock.SetHour(hour.Whole);
        clock.SetMinute(minute);
        if (!text.Is(i + 3, ':') || i + 4 >= text.Count)
            return i + 2;
        return clock.TrySetSecond(text[i + 4]) ? i + 4 : -1;
    }

    // 2016-07-01, 1/7, 01.Jul.2016; the separator must stay the same.
    private static int ReadSeparated(FuzzyText text, int i, ref DateParts date)
    {
        if (!date.Add(text[i]))
            return -1;
        if (i + 2 >= text.Count || text.IsFiller(i + 2))
            return i + 1;
        if (!AddNumberOrMonth(text[i + 2], ref date))
            return -1;
        if (!text.Is(i + 3, text[i + 1][0]))
            return i + 2;
        return AddNumberOrMonth(text[i + 4], ref date) ? i + 4 : -1;
    }

    private static bool AddNumberOrMonth(ReadOnlySpan<char> token, ref DateParts date)
        => TimeWords.Month(token) is > 0 and int month ? date.AddMonth(month) : date.Add(token);

    // The unit stands behind the number, with or without a blank; or before it, and then the next smaller one is meant (1 h 30).
    private static int UnitNear(FuzzyText text, int i, out int unit)
    {
        if ((unit = text.Unit(i + 1)) >= 0)
            return i + 1;
        if (text.IsBlank(i + 1) && (unit = text.Unit(i + 2)) >= 0)
            return i + 2;
        unit = text.Unit(i - 1);
        if (unit < 0 && i > 1 && i == text.Count - 1 && text.IsBlank(i - 1))
            unit = text.Unit(i - 2);
        return unit++ >= 0 ? i : -1;
    }
}
