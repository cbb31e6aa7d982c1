namespace IntelMQ.Harmonization;

internal enum TimeTokenKind : byte
{
    /// <summary>One blank, whatever kind of white space it was.</summary>
    Blank,

    /// <summary>Any other single character.</summary>
    Symbol,

    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits, with at most one point among them.</summary>
    Number,

    /// <summary>Digits, points and letters that are neither number nor word.</summary>
    Mixed,
}

/// <summary>A piece of a text that may be a date: where it is among the lexer's characters.</summary>
internal readonly record struct TimeToken(TimeTokenKind Kind, byte Start, byte Length);
