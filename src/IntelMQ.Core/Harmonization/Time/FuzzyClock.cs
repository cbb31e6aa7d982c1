namespace IntelMQ.Harmonization;

/// <summary>The time of day as far as it was found; what comes later replaces what came before.</summary>
internal struct FuzzyClock
{
    private bool _hasHalf;
    private ClockReading _reading;

    public FuzzyClock()
    {
    }

    public bool HasHour { get; private set; }

    /// <summary>How often a part of the time was set, which tells where in a text the time stands.</summary>
    public int Changes { get; private set; }

    public readonly ClockReading Reading => _reading;

    public void SetHour(int hour)
    {
        _reading.Hour = hour;
        HasHour = true;
        Changes++;
    }

    public void SetMinute(int minute)
    {
        _reading.Minute = minute;
        Changes++;
    }

    /// <summary>An hour of a twelve-hour clock.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="half">0 for the morning, 1 for the afternoon.</param>
    public void SetHour(int hour, int half) => SetHour(hour < 12 && half == 1 ? hour + 12 : hour == 12 && half == 0 ? 0 : hour);

    /// <summary>Applies a morning or afternoon mark to the hour that was found before it.</summary>
    /// <param name="half">0 for the morning, 1 for the afternoon.</param>
    /// <param name="onlyOnce">Whether a second mark is refused.</param>
    public bool TrySetHalf(int half, bool onlyOnce)
    {
        if ((onlyOnce && _hasHalf) || !HasHour || _reading.Hour > 12)
            return false;
        SetHour(_reading.Hour, half);
        _hasHalf = true;
        return true;
    }

    /// <summary>A minute, whose decimals are the second.</summary>
    public void SetMinute(TimeNumber minute)
    {
        SetMinute(minute.Whole);
        _reading.Second = minute.Sixtieths;
    }

    /// <summary>Seconds with decimals behind a point.</summary>
    public bool TrySetSecond(ReadOnlySpan<char> second)
    {
        if (!TimeNumber.TryRead(second, out TimeNumber number))
            return false;
        _reading.Second = number.Whole;
        _reading.Microsecond = number.Millionths;
        Changes++;
        return true;
    }

    /// <summary>A number with its unit: 10h, 30 minutes, 5.5s.</summary>
    /// <param name="number">The number.</param>
    /// <param name="unit">0 for hours, 1 for minutes, 2 for seconds; anything else is passed over.</param>
    public void Set(TimeNumber number, int unit)
    {
        switch (unit)
        {
            case 0:
                SetHour(number.Whole);
                if (number.HasFraction)
                    SetMinute(number.Sixtieths);
                break;
            case 1:
                SetMinute(number);
                break;
            case 2:
                _reading.Second = number.Whole;
                _reading.Microsecond = number.Millionths;
                Changes++;
                break;
        }
    }
}
