namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>Reads tokens into statements. Goes on after an error at the next statement, so that all errors of a file are told at once.</summary>
internal sealed partial class SieveParser
{
    private const int MaxDepth = 100;

    private readonly string _text;
    private readonly SieveErrors _errors;
    private readonly List<SieveToken> _all;
    private readonly List<SieveToken> _tokens;
    private readonly HashSet<int> _starts = [];
    private int _at;
    private int _depth;

    private SieveParser(string text, List<SieveToken> tokens, SieveErrors errors)
    {
        _text = text;
        _all = tokens;
        _tokens = tokens.FindAll(static token => token.Kind != SieveTokenKind.Comment);
        _errors = errors;
    }

    public static SieveSource Parse(string text, SieveErrors errors)
    {
        var parser = new SieveParser(text, SieveLexer.Read(text, errors), errors);
        return new SieveSource(text, parser._all, parser.ParseStatements(null), parser._starts);
    }

    private SieveToken Token => _tokens[_at];

    private SieveToken Previous => _tokens[_at - 1];

    private ReadOnlySpan<char> TextOf(SieveToken token) => _text.AsSpan(token.Start, token.Length);

    private bool Is(string text) => Token.Kind is SieveTokenKind.Word or SieveTokenKind.Symbol && TextOf(Token).SequenceEqual(text);

    private bool Take(string text)
    {
        if (!Is(text))
            return false;
        _at++;
        return true;
    }

    // What the lexer has reported is not reported again.
    private void Complain(string message)
    {
        if (Token.Kind != SieveTokenKind.Bad)
            _errors.Add(Token.Position, message);
    }

    private bool Expect(string text, string where)
    {
        if (Take(text))
            return true;
        Complain($"'{text}' is missing {where}; found {SieveWords.Describe(TextOf(Token))}.");
        return false;
    }

    private SieveRange RangeFrom(SieveToken first) => new(first.Position, first.Start, Previous.End);

    // Of a whole file, or of the block that the token opened.
    private List<StatementSyntax> ParseStatements(SieveToken? opened)
    {
        var statements = new List<StatementSyntax>();
        while (Token.Kind != SieveTokenKind.End && !_errors.IsFull)
        {
            if (Is("}"))
            {
                if (opened is not null)
                    break;
                Complain("'}' closes nothing.");
                _at++;
                continue;
            }

            int before = _at;
            _starts.Add(Token.Start);
            if (ParseStatement() is { } statement)
                statements.Add(statement);
            else
                SkipStatement(before);
        }

        return statements;
    }

    private List<StatementSyntax> ParseBlock(string where)
    {
        SieveToken open = Token;
        if (!Expect("{", where))
            return [];
        if (!Enter(open))
            return [];
        List<StatementSyntax> statements = ParseStatements(open);
        _depth--;
        if (!Take("}"))
            Complain($"'}}' is missing: the block of line {open.Position.Line} is not closed.");
        return statements;
    }

    private bool Enter(SieveToken at)
    {
        if (++_depth <= MaxDepth)
            return true;
        _errors.Add(at.Position, $"blocks and parentheses are nested deeper than {MaxDepth} levels; what follows was not read.");
        _at = _tokens.Count - 1;
        return false;
    }

    private void SkipStatement(int first)
    {
        if (_at == first && Token.Kind != SieveTokenKind.End)
            _at++;
        while (Token.Kind != SieveTokenKind.End && !Is("}") && !IsStatementStart() && !_errors.IsFull)
        {
            if (Is("{"))
                _ = ParseBlock("");
            else
                _at++;
        }
    }

    private bool IsStatementStart()
    {
        if (Token.Kind is SieveTokenKind.Word or SieveTokenKind.Symbol)
            return SieveWords.IsStatement(TextOf(Token));
        return Token.Kind == SieveTokenKind.Variable && TextOf(_tokens[_at + 1]).SequenceEqual("=");
    }

    private StatementSyntax? ParseStatement()
    {
        SieveToken first = Token;
        if (first.Kind == SieveTokenKind.Variable)
            return ParseRemember(first);
        switch (first.Kind is SieveTokenKind.Word or SieveTokenKind.Symbol ? TextOf(first) : default)
        {
            case "if":
                return ParseIf(first);
            case "elif" or "else":
                Complain($"'{TextOf(first)}' has no 'if' before it.");
                return ParseIf(first);
            case "drop" or "keep":
                _at++;
                return new FlowSyntax(RangeFrom(first), TextOf(first).SequenceEqual("drop"));
            case "path":
                _at++;
                return ParsePath(first);
            case "add" or "add!" or "update":
                _at++;
                return ParseAssign(first);
            case "remove":
                _at++;
                return ParseKey("after 'remove'") is { } removed ? new RemoveSyntax(RangeFrom(first), removed) : null;
            case "append" or "append!":
                _at++;
                return ParseAppend(first);
            default:
                Complain($"{SieveWords.Describe(TextOf(first))} is no statement: if, drop, keep, path, add, add!, update, remove, append, append! or a variable.");
                return null;
        }
    }

    private IfSyntax ParseIf(SieveToken first)
    {
        var branches = new List<BranchSyntax>();
        do
        {
            SieveToken keyword = Token;
            _at++;
            if (TextOf(keyword).SequenceEqual("else"))
            {
                branches.Add(new BranchSyntax(RangeFrom(keyword), null, ParseBlock("after 'else'")));
                break;
            }

            ExpressionSyntax? condition = ParseExpression();
            if (condition is null)
                SkipToBlock();
            SieveRange header = RangeFrom(keyword);
            if (condition is not null || Is("{"))
                branches.Add(new BranchSyntax(header, condition, ParseBlock("after the condition")));
        }
        while (Is("elif") || Is("else"));
        return new IfSyntax(RangeFrom(first), branches);
    }

    private void SkipToBlock()
    {
        while (Token.Kind != SieveTokenKind.End && !Is("{") && !Is("}") && !IsStatementStart())
            _at++;
    }
}
