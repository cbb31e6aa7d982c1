namespace IntelMQ.Bots.Sieve.Syntax;

internal sealed partial class SieveParser
{
    private RememberSyntax? ParseRemember(SieveToken first)
    {
        _at++;
        if (!Expect("=", $"after {TextOf(first)}: '$name = field' remembers a field's value"))
            return null;
        if (Token.Kind == SieveTokenKind.Variable)
        {
            Complain("a variable remembers a field's value: the name of a field must follow, not a variable.");
            return null;
        }

        return ParseKey("after '='") is { } key ? new RememberSyntax(RangeFrom(first), TextOf(first)[1..].ToString(), key) : null;
    }

    private PathSyntax? ParsePath(SieveToken first)
    {
        var paths = new List<ValueSyntax>();
        if (Token.Kind == SieveTokenKind.Text)
            paths.Add(ParseValue("after 'path'")!);
        else if (!Is("["))
        {
            Complain("'path' needs the name of a path in quotes, or a list of such names.");
            return null;
        }
        else if (!ParseList(paths, mayBeEmpty: false))
        {
            return null;
        }

        foreach (ValueSyntax path in paths)
        {
            if (path.Kind != SieveValueKind.Text)
                _errors.Add(path.Position, "the name of a path must be a text in quotes.");
        }

        return new PathSyntax(RangeFrom(first), paths);
    }

    private AssignSyntax? ParseAssign(SieveToken first)
    {
        string verb = TextOf(first).ToString();
        if (ParseKey($"after '{verb}'") is not { } key)
            return null;
        string operation = TextOf(Token).ToString();
        if (Token.Kind != SieveTokenKind.Symbol || operation is not ("=" or "+=" or "-="))
        {
            Complain($"'=' is missing between field and value; found {SieveWords.Describe(operation)}.");
            return null;
        }

        _at++;
        if (ParseValue($"after '{operation}'") is not { } value)
            return null;
        AssignVerb kind = verb switch { "add" => AssignVerb.Add, "add!" => AssignVerb.ForceAdd, _ => AssignVerb.Update };
        return new AssignSyntax(RangeFrom(first), kind, key, operation, value);
    }

    private AppendSyntax? ParseAppend(SieveToken first)
    {
        string verb = TextOf(first).ToString();
        if (ParseKey($"after '{verb}'") is not { } key)
            return null;
        if (Is("="))
        {
            Complain($"'{verb}' has no '=' between field and value.");
            return null;
        }

        return ParseValue("to append") is { } value ? new AppendSyntax(RangeFrom(first), verb == "append!", key, value) : null;
    }

    private KeySyntax? ParseKey(string where)
    {
        ReadOnlySpan<char> text = TextOf(Token);
        if (Token.Kind == SieveTokenKind.Variable)
        {
            _at++;
            return new KeySyntax(Previous.Position, text[1..].ToString(), IsVariable: true);
        }

        // Of a name such as 5 or 1e3 the lexer makes a number.
        if (Token.Kind is SieveTokenKind.Word or SieveTokenKind.Number && SieveWords.IsKey(text))
        {
            _at++;
            return new KeySyntax(Previous.Position, text.ToString(), IsVariable: false);
        }

        Complain(Token.Kind == SieveTokenKind.Word
            ? $"'{text}' is no field name: lower-case letters, digits, '_' and '.'."
            : $"the name of a field is missing {where}; found {SieveWords.Describe(text)}.");
        return null;
    }

    private ValueSyntax? ParseValue(string where)
    {
        SieveToken token = Token;
        ReadOnlySpan<char> text = TextOf(token);
        ValueSyntax? value = token.Kind switch
        {
            SieveTokenKind.Text => new ValueSyntax(token.Position, SieveValueKind.Text, SieveWords.Unquote(text)),
            SieveTokenKind.Number => new ValueSyntax(token.Position, SieveValueKind.Number, text.ToString()),
            SieveTokenKind.Variable => new ValueSyntax(token.Position, SieveValueKind.Variable, text[1..].ToString()),
            SieveTokenKind.Word when text is "true" or "True" => new ValueSyntax(token.Position, SieveValueKind.Boolean, "true"),
            SieveTokenKind.Word when text is "false" or "False" => new ValueSyntax(token.Position, SieveValueKind.Boolean, "false"),
            _ => null,
        };
        if (value is not null)
            _at++;
        else if (token.Kind == SieveTokenKind.Word && !SieveWords.IsStatement(text))
            Complain($"the value '{text}' must stand in quotes.");
        else
            Complain($"a value is missing {where}: a text in quotes, a number, true, false or a variable; found {SieveWords.Describe(text)}.");
        return value;
    }

    private bool ParseList(List<ValueSyntax> values, bool mayBeEmpty)
    {
        if (!Expect("[", "before the list"))
            return false;
        if (mayBeEmpty && Take("]"))
            return true;
        do
        {
            if (Is("]"))
            {
                Complain(values.Count == 0 ? "the list must not be empty." : "there must be no comma before ']'.");
                return false;
            }

            if (ParseValue("in the list") is not { } value)
                return false;
            values.Add(value);
        }
        while (Take(","));
        return Expect("]", "after the list; its members are separated by commas");
    }
}
