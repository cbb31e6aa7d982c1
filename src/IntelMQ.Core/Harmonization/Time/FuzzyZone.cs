namespace IntelMQ.Harmonization;

/// <summary>The zone as far as it was found: a name, an offset or both. Names other than those of UTC are passed over.</summary>
internal struct FuzzyZone
{
    private bool _hasName;
    private bool _isUtc;
    private bool _isZ;
    private bool _isReversed;
    private long? _offset;

    public FuzzyZone()
    {
    }

    /// <summary>
    /// How far the clock is ahead of UTC. A name of UTC behind an offset in parentheses, and <c>Z</c>, outdo the offset.
    /// </summary>
    public readonly long OffsetSeconds => _isUtc || _isZ ? 0 : _offset ?? 0;

    /// <summary>Whether the word may be the name of a zone: the first one, up to five capitals.</summary>
    public readonly bool TakesName(ReadOnlySpan<char> word) => _offset is null && LooksLikeName(word);

    /// <summary>Reads a name. Where a sign follows, it counts the other way round: <c>UTC+3</c> is taken as POSIX does.</summary>
    public int ReadName(FuzzyText text, int i)
    {
        bool isReversed = text.Is(i + 1, '+') || text.Is(i + 1, '-');
        ReadOnlySpan<char> name = text[i];
        _isReversed = isReversed;
        bool isUtc = TimeWords.IsUtc(name);
        if (isReversed && isUtc)
            return i;
        _hasName = true;
        _isUtc = isUtc;
        _isZ = name is "Z" or "z";
        if (isUtc)
            _offset = 0;
        return i;
    }

    /// <summary>Reads <c>+0100</c>, <c>+01:00</c>, <c>+1</c> or <c>+01</c>, and a name in parentheses behind it.</summary>
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
        if (!TimeNumber.TryReadDigits(digits, out int hour))
            return -1;
        bool isAhead = text.Is(sign, '+') != _isReversed;
        _isReversed = false;
        _offset = ((hour * 60L) + minute) * (isAhead ? 60 : -60);
        if (!text.IsFiller(end + 1) || !text.Is(end + 2, '(') || !text.Is(end + 4, ')') || text[end + 3].Length < 3 || !LooksLikeName(text[end + 3]))
            return end;
        _hasName = true;
        _isUtc = TimeWords.IsUtc(text[end + 3]);
        return end + 4;
    }

    private readonly bool LooksLikeName(ReadOnlySpan<char> word)
        => !_hasName && word.Length <= 5 && (TimeWords.IsUtc(word) || !word.ContainsAnyExceptInRange('A', 'Z'));
}
