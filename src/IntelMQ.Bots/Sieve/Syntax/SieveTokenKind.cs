namespace IntelMQ.Bots.Sieve.Syntax;

internal enum SieveTokenKind : byte
{
    /// <summary>A field's name, a key word, <c>true</c>.</summary>
    Word,

    /// <summary>An integer or a float.</summary>
    Number,

    /// <summary>A quoted text.</summary>
    Text,

    /// <summary><c>$name</c>.</summary>
    Variable,

    /// <summary>An operator or a bracket, <c>:in</c> and <c>add!</c> too.</summary>
    Symbol,

    Comment,

    /// <summary>What has no meaning; reported when it was read.</summary>
    Bad,

    End,
}
