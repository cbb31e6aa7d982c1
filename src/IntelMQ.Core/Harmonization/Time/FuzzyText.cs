namespace IntelMQ.Harmonization;

/// <summary>A text cut into tokens. Asking for a token beyond the end gives an empty text, which is never what is looked for.</summary>
internal readonly ref struct FuzzyText
{
    private readonly ReadOnlySpan<char> _chars;
    private readonly ReadOnlySpan<TimeToken> _tokens;

    public FuzzyText(ReadOnlySpan<char> chars, ReadOnlySpan<TimeToken> tokens)
    {
        _chars = chars;
        _tokens = tokens;
    }

    public int Count => _tokens.Length;

    public ReadOnlySpan<char> this[int i] => (uint)i < (uint)_tokens.Length ? _chars.Slice(_tokens[i].Start, _tokens[i].Length) : default;

    public bool IsNumber(int i) => IsKind(i, TimeTokenKind.Number);

    public bool IsWord(int i) => IsKind(i, TimeTokenKind.Word);

    public bool IsBlank(int i) => IsKind(i, TimeTokenKind.Blank);

    public bool Is(int i, char symbol) => IsKind(i, TimeTokenKind.Symbol) && _chars[_tokens[i].Start] == symbol;

    /// <summary>Whether the token may stand between the parts of a date and means nothing.</summary>
    public bool IsFiller(int i) => (uint)i < (uint)_tokens.Length && _tokens[i].Kind switch
    {
        TimeTokenKind.Blank => true,
        TimeTokenKind.Symbol => _chars[_tokens[i].Start] is '.' or ',' or ';' or '-' or '/' or '\'',
        TimeTokenKind.Word => TimeWords.IsFiller(this[i]),
        _ => false,
    };

    /// <summary>As <see cref="TimeWords.Unit"/>.</summary>
    public int Unit(int i) => IsWord(i) ? TimeWords.Unit(this[i]) : -1;

    /// <summary>As <see cref="TimeWords.HalfDay"/>.</summary>
    public int HalfDay(int i) => IsWord(i) ? TimeWords.HalfDay(this[i]) : -1;

    private bool IsKind(int i, TimeTokenKind kind) => (uint)i < (uint)_tokens.Length && _tokens[i].Kind == kind;
}
