namespace IntelMQ.Harmonization;

/// <summary>
/// Reads a date and time out of free text, as the lenient parser that IntelMQ uses does: number by number, with a look at what stands
/// around each. Zone names are in <see cref="FuzzyZone"/>, numbers in <see cref="FuzzyNumbers"/>.
/// </summary>
internal ref struct FuzzyTime
{
    private const int PivotCentury = 2000;
    private const int LastYearOfPivotCentury = 75;

    private readonly FuzzyText _text;
    private readonly bool _skipWords;
    private DateParts _date;
    private FuzzyClock _clock;
    private FuzzyZone _zone;
    private int _timeEnd = -1;

    private FuzzyTime(FuzzyText text, bool skipWords)
    {
        _text = text;
        _skipWords = skipWords;
        _date = new DateParts();
        _clock = new FuzzyClock();
        _zone = new FuzzyZone();
    }

    /// <summary>Reads an instant.</summary>
    /// <param name="text">UTF-8; refused over <see cref="TimeLexer.MaxLength"/> bytes.</param>
    /// <param name="skipWords">Whether what has no meaning in a date is passed over; otherwise it makes the text invalid.</param>
    /// <param name="missingYear">The year where only that is missing; without it such a text is refused.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, bool skipWords, int? missingYear, out DateTimeOffset instant)
    {
        instant = default;
        // No date has less than five characters (1-1-1).
        if (text.Length is > TimeLexer.MaxLength or < 3)
            return false;
        if (MailTime.TryRead(text, out ClockReading reading))
            return reading.TryGetInstant(out instant);
        Span<char> chars = stackalloc char[TimeLexer.MaxLength];
        Span<TimeToken> tokens = stackalloc TimeToken[TimeLexer.MaxLength];
        int count = TimeLexer.Split(text, chars, tokens);
        var parser = new FuzzyTime(new FuzzyText(chars, tokens[..count]), skipWords);
        return parser.Read() && parser.Finish(missingYear, out instant);
    }

    private bool Read()
    {
        for (int i = 0; i < _text.Count; i++)
        {
            // Each step says which token it used last, or -1 where the text cannot be a date.
            int before = _clock.Changes;
            i = Step(i);
            if (i < 0)
                return false;
            if (_clock.Changes != before)
                _timeEnd = i;
        }
        return true;
    }

    private int Step(int i)
    {
        if (_text.IsNumber(i))
            return FuzzyNumbers.Read(_text, i, ref _date, ref _clock, _skipWords);
        ReadOnlySpan<char> token = _text[i];
        if (_text.IsWord(i))
        {
            if (TimeWords.IsNotFinite(token))
                return -1;
            if (TimeWords.IsDay(token))
                return i;
            if (TimeWords.Month(token) is > 0 and int month)
                return ReadMonth(i, month);
            if (TimeWords.HalfDay(token) is >= 0 and int half)
                return _clock.TrySetHalf(half, _skipWords) || _skipWords ? i : -1;
            if (_clock.HasHour && _zone.TakesName(_text, i, IsBehindTime(i)))
                return _zone.ReadName(_text, i);
        }
        else if (_clock.HasHour && (_text.Is(i, '+') || _text.Is(i, '-')))
            return _zone.ReadOffset(_text, i);
        return _skipWords || _text.IsFiller(i) ? i : -1;
    }

    // Nothing but blanks and opening brackets between the time and this.
    private readonly bool IsBehindTime(int i)
    {
        if (_timeEnd < 0)
            return false;
        for (int at = _timeEnd + 1; at < i; at++)
        {
            if (!_text.IsBlank(at) && !_text.Is(at, '(') && !_text.Is(at, '[') && !_text.Is(at, ','))
                return false;
        }
        return true;
    }

    // A month by name, with what belongs to it: Jan-01, Jan/01/2016, Jan of 16.
    private int ReadMonth(int i, int month)
    {
        if (!_date.AddMonth(month))
            return -1;
        if (_text.Is(i + 1, '-') || _text.Is(i + 1, '/'))
        {
            if (!_date.Add(_text[i + 2]))
                return -1;
            if (!_text.Is(i + 3, _text[i + 1][0]))
                return i + 2;
            return _date.Add(_text[i + 4]) ? i + 4 : -1;
        }
        if (_text.IsBlank(i + 1) && _text.IsBlank(i + 3) && i + 4 < _text.Count && TimeWords.Is(_text[i + 2], "of"))
        {
            if (TimeNumber.TryReadDigits(_text[i + 4], out int year) && !_date.AddYear(FullYear(year)))
                return -1;
            return i + 4;
        }
        return i;
    }

    private readonly bool Finish(int? missingYear, out DateTimeOffset instant)
    {
        instant = default;
        _date.Resolve(out int year, out int month, out int day);
        if (month < 0 || day < 0)
            return false;
        if (year >= 0)
            year = _date.HasCentury ? year : FullYear(year);
        else if (missingYear is { } given)
            year = given;
        else
            return false;
        ClockReading reading = _clock.Reading;
        (reading.Year, reading.Month, reading.Day) = (year, month, day);
        reading.OffsetSeconds = _zone.OffsetSeconds;
        return reading.TryGetInstant(out instant);
    }

    // Fifty years back and fifty ahead, as seen from 2026; fixed, so that the same text means the same tomorrow.
    private static int FullYear(int year) => year switch
    {
        < 0 or >= 100 => year,
        <= LastYearOfPivotCentury => PivotCentury + year,
        _ => PivotCentury - 100 + year,
    };
}
