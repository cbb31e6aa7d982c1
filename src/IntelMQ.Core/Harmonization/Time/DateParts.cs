namespace IntelMQ.Harmonization;

/// <summary>Up to three numbers in the order in which they were found, and the decision which is year, month and day.</summary>
internal struct DateParts
{
    private const int None = -1;

    private int _first;
    private int _second;
    private int _third;
    private int _yearAt = None;
    private int _monthAt = None;

    public DateParts()
    {
    }

    /// <summary>How many numbers there are, 0 to 3.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one of them had more than two digits, so that no century is to be added.</summary>
    public bool HasCentury { get; private set; }

    /// <summary>Adds digits; three or more make a year. Refuses a fourth number and a second year.</summary>
    public bool Add(ReadOnlySpan<char> digits) => TimeNumber.TryReadDigits(digits, out int value) && Add(value, digits.Length > 2);

    /// <summary>Adds a number by its value; more than 100 makes a year.</summary>
    public bool Add(TimeNumber number) => Add(number.Whole, number.Whole > 100 || (number.Whole == 100 && number.HasFraction));

    /// <summary>Adds what is known to be the year, century included.</summary>
    public bool AddYear(int year) => Add(year, isYear: true);

    /// <summary>Adds a month that was given by name.</summary>
    public bool AddMonth(int month)
    {
        if (_monthAt >= 0)
            return false;
        _monthAt = Count;
        return Add(month, isYear: false);
    }

    private bool Add(int value, bool isYear)
    {
        if (Count == 3 || (isYear && _yearAt >= 0))
            return false;
        if (isYear)
        {
            _yearAt = Count;
            HasCentury = true;
        }
        this[Count++] = value;
        return true;
    }

    /// <summary>Whether the number may be the day, in view of a month by name and a year.</summary>
    public readonly bool MayBeDay(TimeNumber number)
    {
        int days = 31;
        if (_monthAt >= 0)
        {
            int year = _yearAt >= 0 ? At(_yearAt) : 2000;
            if (year is < 1 or > 9999)
                return false;
            days = DateTime.DaysInMonth(year, At(_monthAt));
        }
        return number.Whole >= 1 && (number.Whole < days || (number.Whole == days && !number.HasFraction));
    }

    /// <summary>Says which number is which; -1 where there is none. Month first, unless a number or a name says otherwise.</summary>
    public readonly void Resolve(out int year, out int month, out int day)
    {
        int labels = (_yearAt >= 0 ? 1 : 0) + (_monthAt >= 0 ? 1 : 0);
        if (labels > 0 && (Count == labels || (Count == 3 && labels == 2)))
        {
            year = _yearAt >= 0 ? At(_yearAt) : None;
            month = _monthAt >= 0 ? At(_monthAt) : None;
            day = Count == 3 ? At(3 - _yearAt - _monthAt) : None;
            return;
        }
        (year, month, day) = Count switch
        {
            3 => ResolveThree(),
            2 => ResolveTwo(),
            _ => (None, None, None),
        };
    }

    private readonly (int Year, int Month, int Day) ResolveTwo()
    {
        if (_monthAt >= 0)
        {
            int other = At(1 - _monthAt);
            return other > 31 ? (other, At(_monthAt), None) : (None, At(_monthAt), other);
        }
        if (_first > 31)
            return (_first, _second, None);
        return _second > 31 ? (_second, _first, None) : (None, _first, _second);
    }

    private readonly (int Year, int Month, int Day) ResolveThree() => _monthAt switch
    {
        0 => _second > 31 ? (_second, _first, _third) : (_third, _first, _second),
        1 => _first > 31 ? (_first, _second, _third) : (_third, _second, _first),
        2 => _second > 31 ? (_second, _third, _first) : (_first, _third, _second),
        _ when _first > 31 || _yearAt == 0 => (_first, _second, _third),
        _ when _first > 12 => (_third, _second, _first),
        _ => (_third, _first, _second),
    };

    private readonly int At(int index) => index switch { 0 => _first, 1 => _second, _ => _third };

    private int this[int index]
    {
        set
        {
            switch (index)
            {
                case 0: _first = value; break;
                case 1: _second = value; break;
                default: _third = value; break;
            }
        }
    }
}
