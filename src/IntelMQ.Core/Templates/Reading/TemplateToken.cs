namespace IntelMQ.Templates;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Text,
    OutputStart,
    OutputEnd,
    BlockStart,
    BlockEnd,
    Name,
    String,
    Number,
    Operator,
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of strings without quotes and escapes.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Position)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string sign) => Kind == TokenKind.Operator && Text == sign;
}
