namespace IntelMQ.Templates;

/// <summary>Makes functions of expressions, from the loosest sign to the tightest, as Jinja ranks them.</summary>
internal sealed partial class TemplateExpressions(string text, List<TemplateToken> tokens)
{
    private const int MaxDepth = 60;

    private int _depth;

    public delegate object? Expression(TemplateContext context);

    public int At { get; set; }

    public TemplateToken Current => tokens[At];

    public TemplateToken Next() => tokens[At].Kind == TokenKind.End ? tokens[At] : tokens[At++];

    public bool Accept(string sign)
    {
        if (!Current.IsOperator(sign))
            return false;
        At++;
        return true;
    }

    public bool AcceptName(string name)
    {
        if (!Current.IsName(name))
            return false;
        At++;
        return true;
    }

    public void Expect(string sign)
    {
        if (!Accept(sign))
            throw Unexpected($"'{sign}'");
    }

    public string ExpectName()
    {
        if (Current.Kind != TokenKind.Name)
            throw Unexpected("a name");
        return Next().Text;
    }

    public TemplateException Unexpected(string expected) => Error($"{expected} is expected, but there is {Describe(Current)}.");

    public TemplateException Error(string reason) => TemplateLexer.ErrorAt(text, Current.Position, reason);

    /// <summary>An expression; a comma makes a list of several.</summary>
    public Expression ParseTuple()
    {
        Expression first = Parse();
        if (!Current.IsOperator(","))
            return first;
        var items = new List<Expression> { first };
        while (Accept(","))
            items.Add(Parse());
        return context => items.ConvertAll(item => item(context));
    }

    public Expression Parse()
    {
        if (++_depth > MaxDepth)
            throw Error("the expression is nested too deep.");
        Expression value = ParseOr();
        while (AcceptName("if"))
        {
            Expression condition = ParseOr();
            Expression yes = value;
            Expression no = AcceptName("else") ? Parse() : static _ => TemplateUndefined.Value;
            value = context => TemplateValues.IsTrue(condition(context)) ? yes(context) : no(context);
        }

        _depth--;
        return value;
    }

    public Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (AcceptName("or"))
        {
            Expression first = left;
            Expression second = ParseAnd();
            left = context => first(context) is var value && TemplateValues.IsTrue(value) ? value : second(context);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (AcceptName("and"))
        {
            Expression first = left;
            Expression second = ParseNot();
            left = context => first(context) is var value && !TemplateValues.IsTrue(value) ? value : second(context);
        }

        return left;
    }

    private Expression ParseNot()
    {
        bool negates = false;
        bool any = false;
        for (; AcceptName("not"); any = true)
            negates = !negates;
        Expression value = ParseComparison();
        return any ? context => TemplateValues.IsTrue(value(context)) != negates : value;
    }

    private Expression ParseComparison()
    {
        Expression left = ParseSum();
        while (true)
        {
            Expression first = left;
            bool isNotIn = Current.IsName("not") && tokens[At + 1].IsName("in");
            if (isNotIn || Current.IsName("in"))
            {
                At += isNotIn ? 2 : 1;
                Expression container = ParseSum();
                left = context => first(context) is var value && TemplateValues.Contains(container(context), value) != isNotIn;
                continue;
            }

            if (Current is not { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
                return left;
            string sign = Next().Text;
            Expression second = ParseSum();
            left = context => Holds(sign, first(context), second(context));
        }
    }

    private static bool Holds(string sign, object? left, object? right) => sign switch
    {
        "==" => TemplateValues.AreEqual(left, right),
        "!=" => !TemplateValues.AreEqual(left, right),
        "<" => TemplateValues.Compare(left, right) < 0,
        "<=" => TemplateValues.Compare(left, right) <= 0,
        ">" => TemplateValues.Compare(left, right) > 0,
        _ => TemplateValues.Compare(left, right) >= 0,
    };

    private Expression ParseSum() => ParseCalculation(ParseConcatenation, "+", "-");

    private Expression ParseConcatenation() => ParseCalculation(ParseProduct, "~");

    private Expression ParseProduct() => ParseCalculation(ParseUnary, "*", "/", "//", "%");

    private Expression ParseCalculation(Func<Expression> parse, params string[] signs)
    {
        Expression left = parse();
        while (Current.Kind == TokenKind.Operator && Array.IndexOf(signs, Current.Text) >= 0)
        {
            string sign = Next().Text;
            Expression first = left;
            Expression second = parse();
            left = context => TemplateOperators.Calculate(sign, first(context), second(context));
        }

        return left;
    }

    private Expression ParseUnary()
    {
        bool negates = false;
        while (Current.IsOperator("-") || Current.IsOperator("+"))
            negates ^= Next().Text == "-";
        Expression value = ParsePostfix(ParsePrimary());
        Expression signed = negates ? context => TemplateOperators.Negate(value(context)) : value;
        return ParseFilters(signed);
    }

    private Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            Expression target = value;
            if (Accept("["))
            {
                value = ParseItem(target);
            }
            else if (Current.IsOperator("("))
            {
                Func<TemplateContext, TemplateArguments> arguments = ParseArguments();
                value = context => TemplateOperators.Call(context, target(context), arguments(context));
            }
            else if (Accept("."))
            {
                string name = ExpectName();
                Func<TemplateContext, TemplateArguments>? arguments = Current.IsOperator("(") ? ParseArguments() : null;
                value = arguments is null
                    ? context => TemplateValues.Item(target(context), name)
                    : context => TemplateOperators.Call(target(context), name, arguments(context));
            }
            else
            {
                return value;
            }
        }
    }

    // A member, or a part of a text or list.
    private Expression ParseItem(Expression target)
    {
        Expression? from = Current.IsOperator(":") ? null : Parse();
        if (Accept("]"))
            return context => TemplateValues.Item(target(context), from!(context));
        Expect(":");
        Expression? to = Current.IsOperator("]") ? null : Parse();
        Expect("]");
        return context => TemplateValues.Slice(target(context), from?.Invoke(context), to?.Invoke(context));
    }

    private Expression ParseFilters(Expression value)
    {
        while (true)
        {
            Expression target = value;
            if (Accept("|"))
            {
                string name = Known(TemplateFilters.Names, "filter");
                Func<TemplateContext, TemplateArguments> arguments = ParseArguments();
                value = context => TemplateFilters.Apply(name, target(context), arguments(context));
            }
            else if (AcceptName("is"))
            {
                bool negates = AcceptName("not");
                string name = Known(TemplateFilters.Tests, "test");
                Func<TemplateContext, TemplateArguments> arguments = Current.IsOperator("(") || name is not ("in" or "eq" or "equalto")
                    ? ParseArguments()
                    : One(ParsePostfix(ParsePrimary()));
                value = context => TemplateFilters.Test(name, target(context), arguments(context)) != negates;
            }
            else
            {
                return value;
            }
        }
    }

    private static Func<TemplateContext, TemplateArguments> One(Expression value) => context => new TemplateArguments([value(context)], []);

    private string Known(HashSet<string> names, string what)
        => Current.Kind == TokenKind.Name && !names.Contains(Current.Text) ? throw Error($"there is no {what} '{Current.Text}'.") : ExpectName();
}
