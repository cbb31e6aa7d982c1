namespace IntelMQ.Harmonization;

/// <summary>
/// The zone as far as it was found: a name, an offset or both. An offset counts, plus is east of Greenwich, and a remark in parentheses
/// behind it does not. A name that is not known, right behind the time, is no zone to guess at.
/// </summary>
internal struct FuzzyZone
{
    private const long SecondsPerHour = 60 * 60;

    private bool _hasName;
    private long? _named;
    private long? _offset;

    public FuzzyZone()
    {
    }

    /// <summary>How far the clock is ahead of UTC.</summary>
    public readonly long OffsetSeconds => _offset ?? _named ?? 0;

    /// <summary>Whether a word may be the name of the zone: the first one, known or right behind the time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="i">The word.</param>
    /// <param name="isBehindTime">Whether nothing but blanks and brackets stands between the time and the word.</param>
    public readonly bool TakesName(FuzzyText text, int i, bool isBehindTime)
    {
        if (_offset is not null || _hasName)
            return false;
        ReadOnlySpan<char> word = text[i];
        bool isKnown = ZoneNames.TryGet(word, out _);
        bool isCapital = ZoneNames.LooksLikeOne(word);
        if (!isBehindTime)
            return isKnown && (isCapital || TimeWords.IsUtc(word));
        return isKnown || (isCapital && !TimeWords.IsFiller(word)) || IsPlace(text, i);
    }

    /// <summary>Reads a name, with the offset that may follow it: <c>CEST</c>, <c>UTC+2</c>, <c>GMT+0200</c>.</summary>
    /// <returns>The last token used, or -1 where nobody can say which zone is meant.</returns>
    public int ReadName(FuzzyText text, int i)
    {
        _hasName = true;
        bool isKnown = ZoneNames.TryGet(text[i], out int hours);
        int sign = SignBehind(text, i);
        if (isKnown && sign < 0)
        {
            _named = hours * SecondsPerHour;
            return EndOfRemark(text, i);
        }
        // Three letters and few digits are how POSIX writes the opposite.
        if (sign < 0 || IsPlace(text, i) || (!isKnown && !IsFullOffset(text, sign)))
            return isKnown ? i : -1;
        int end = ReadOffset(text, sign);
        return isKnown && hours != 0 && _offset != hours * SecondsPerHour ? -1 : end;
    }

    /// <summary>Reads <c>+0100</c>, <c>+01:00</c>, <c>+1</c> or <c>+01</c>, and passes over a remark in parentheses behind it.</summary>
    /// <returns>The last token used, or -1.</returns>
    public int ReadOffset(FuzzyText text, int sign)
    {
        int at = sign + 1;
        int end = at;
        ReadOnlySpan<char> digits = text[at];
        int minute = 0;
        if (digits.Length == 4)
        {
            if (!TimeNumber.TryReadDigits(digits[2..], out minute))
                return -1;
            digits = digits[..2];
        }
        else if (text.Is(at + 1, ':'))
        {
            if (!TimeNumber.TryReadDigits(text[at + 2], out minute))
                return -1;
            end = at + 2;
        }
        else if (digits.Length > 2)
            return -1;
        if (minute > 59 || !TimeNumber.TryReadDigits(digits, out int hour))
            return -1;
        _offset = ((hour * 60L) + minute) * (text.Is(sign, '+') ? 60 : -60);
        return EndOfRemark(text, end);
    }

    // The sign right behind a name, or behind a blank where a full offset follows.
    private static int SignBehind(FuzzyText text, int i)
    {
        if (IsSign(text, i + 1))
            return text.IsNumber(i + 2) ? i + 1 : -1;
        return text.IsBlank(i + 1) && IsSign(text, i + 2) && text.IsNumber(i + 3) && text[i + 3].Length <= 4 ? i + 2 : -1;
    }

    private static bool IsSign(FuzzyText text, int i) => text.Is(i, '+') || text.Is(i, '-');

    private static bool IsFullOffset(FuzzyText text, int sign) => text[sign + 1].Length == 4 || text.Is(sign + 2, ':');

    // Europe/Vienna and the like: which offset that was depends on a table that changes.
    private static bool IsPlace(FuzzyText text, int i) => text.Is(i + 1, '/') && text.IsWord(i + 2) && TimeWords.Month(text[i + 2]) == 0;

    // What a clock says of itself behind its offset: (Central European Summer Time), (UTC).
    private static int EndOfRemark(FuzzyText text, int end)
    {
        int open = text.IsBlank(end + 1) ? end + 2 : end + 1;
        if (!text.Is(open, '('))
            return end;
        for (int i = open + 1; i < text.Count; i++)
        {
            if (text.Is(i, ')'))
                return i;
        }
        return end;
    }
}
