using System.Globalization;

namespace IntelMQ.Templates;

/// <content>Values as they stand in a template, and arguments.</content>
internal sealed partial class TemplateExpressions
{
    private Func<TemplateContext, TemplateArguments> ParseArguments()
    {
        if (!Accept("("))
            return static _ => TemplateArguments.None;
        var values = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        while (!Accept(")"))
        {
            if (Current.Kind == TokenKind.Name && tokens[At + 1].IsOperator("="))
            {
                string name = Next().Text;
                At++;
                named.Add((name, Parse()));
            }
            else
            {
                values.Add(Parse());
            }

            if (!Current.IsOperator(")"))
                Expect(",");
        }

        return context =>
        {
            var byName = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach ((string name, Expression value) in named)
                byName[name] = value(context);
            return new TemplateArguments(values.ConvertAll(value => value(context)), byName);
        };
    }

    private Expression ParsePrimary()
    {
        TemplateToken token = Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                At++;
                return Constant(token.Text, out object? constant) ? _ => constant : context => context.Get(token.Text);
            case TokenKind.String:
                At++;
                return _ => token.Text;
            case TokenKind.Number when long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long integer):
                At++;
                return _ => integer;
            case TokenKind.Number when double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number):
                At++;
                return _ => number;
        }

        if (Accept("("))
        {
            Expression inner = Current.IsOperator(")") ? static _ => new List<object?>() : ParseTuple();
            Expect(")");
            return inner;
        }

        if (Accept("["))
            return ParseList();
        return Accept("{") ? ParseMap() : throw Unexpected("a value");
    }

    private Expression ParseList()
    {
        var items = new List<Expression>();
        while (!Accept("]"))
        {
            items.Add(Parse());
            if (!Current.IsOperator("]"))
                Expect(",");
        }

        return context => items.ConvertAll(item => item(context));
    }

    private Expression ParseMap()
    {
        var items = new List<(Expression Key, Expression Value)>();
        while (!Accept("}"))
        {
            Expression key = Parse();
            Expect(":");
            items.Add((key, Parse()));
            if (!Current.IsOperator("}"))
                Expect(",");
        }

        return context =>
        {
            var map = new TemplateMap();
            foreach ((Expression key, Expression value) in items)
                map[TemplateValues.Str(key(context))] = value(context);
            return map;
        };
    }

    private static bool Constant(string name, out object? value)
    {
        value = name switch { "true" or "True" => true, "false" or "False" => false, _ => null };
        return value is not null || name is "none" or "None";
    }

    private static string Describe(TemplateToken token) => token.Kind switch
    {
        TokenKind.OutputEnd or TokenKind.BlockEnd => "the end of the tag",
        TokenKind.End => "the end of the template",
        _ => $"'{token.Text}'",
    };
}
