using System.Text;
using Expression = IntelMQ.Templates.TemplateExpressions.Expression;

namespace IntelMQ.Templates;

/// <summary>
/// A template in the part of the Jinja language that texts about events need: output, filters, tests, if, for, set, macro, raw, comments and
/// control of white space. It sees nothing but the values handed in, writes at most 1 MiB, loops at most 100,000 times and runs for a second
/// at most. Thread-safe.
/// </summary>
/// <remarks>
/// Values are <see langword="null"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/>,
/// <see cref="string"/>, <c>List&lt;object?&gt;</c>, <see cref="ITemplateMap"/> (an event: <see cref="TemplateEvent"/>) and
/// <see cref="TemplateFunction"/>. Texts are written as they are, everything else as Python writes it.
/// </remarks>
public sealed class Template
{
    private const int MaxDepth = 30;

    private readonly string _text;
    private readonly TemplateExpressions _tokens;
    private readonly Action<TemplateContext> _body;
    private int _depth;

    private Template(string text)
    {
        _text = text;
        _tokens = new TemplateExpressions(text, TemplateLexer.Run(text));
        _body = ParseBody();
        if (_tokens.Current.Kind != TokenKind.End)
            throw _tokens.Error($"there is nothing that '{_tokens.Current.Text}' belongs to.");
    }

    /// <summary>Reads a template; of line ends at its end, one goes.</summary>
    /// <param name="text">The template.</param>
    /// <exception cref="TemplateException">It is not understood.</exception>
    public static Template Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text is [.., '\n' or '\r'] ? text[..^1] : text);
    }

    /// <summary>Writes the text.</summary>
    /// <param name="values">What the template sees, by name.</param>
    /// <exception cref="TemplateException">Something is asked for that cannot be done.</exception>
    public string Render(params ReadOnlySpan<KeyValuePair<string, object?>> values)
    {
        var context = new TemplateContext(values.ToArray(), TimeProvider.System);
        try
        {
            _body(context);
            return context.Output.ToString();
        }
        catch (TemplateError error)
        {
            throw TemplateLexer.ErrorAt(_text, context.Position, error.Message);
        }
    }

    // Until a tag that the caller must know: its start is passed, its name is the current token.
    private Action<TemplateContext> ParseBody()
    {
        if (++_depth > MaxDepth)
            throw _tokens.Error("the blocks are nested too deep.");
        var parts = new List<Action<TemplateContext>>();
        while (_tokens.Current.Kind != TokenKind.End)
        {
            TemplateToken token = _tokens.Next();
            if (token.Kind == TokenKind.Text)
            {
                parts.Add(context => context.Write(token.Text));
            }
            else if (token.Kind == TokenKind.OutputStart)
            {
                Expression value = _tokens.ParseTuple();
                End(TokenKind.OutputEnd);
                parts.Add(At(token, context => context.Write(TemplateValues.Str(value(context)))));
            }
            else if (_tokens.Current.IsName("elif") || _tokens.Current.IsName("else") || _tokens.Current.Text.StartsWith("end", StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                parts.Add(At(token, ParseStatement()));
            }
        }

        _depth--;
        return context => parts.ForEach(part => part(context));
    }

    private static Action<TemplateContext> At(TemplateToken token, Action<TemplateContext> part) => context =>
    {
        context.Position = token.Position;
        context.CheckTime();
        part(context);
    };

    private Action<TemplateContext> ParseStatement()
    {
        if (_tokens.AcceptName("if"))
            return ParseIf();
        if (_tokens.AcceptName("for"))
            return ParseFor();
        if (_tokens.AcceptName("macro"))
            return ParseMacro();
        return _tokens.AcceptName("set") ? ParseSet() : throw _tokens.Error($"there is no statement '{_tokens.Current.Text}'; there are if, for, set, macro and raw.");
    }

    private Action<TemplateContext> ParseIf()
    {
        var branches = new List<(Expression Condition, Action<TemplateContext> Body)>();
        Action<TemplateContext>? otherwise = null;
        do
        {
            Expression condition = _tokens.ParseTuple();
            End(TokenKind.BlockEnd);
            branches.Add((condition, ParseBody()));
        }
        while (_tokens.AcceptName("elif"));
        if (_tokens.AcceptName("else"))
        {
            End(TokenKind.BlockEnd);
            otherwise = ParseBody();
        }

        Close("endif");
        return context =>
        {
            foreach ((Expression condition, Action<TemplateContext> body) in branches)
            {
                if (TemplateValues.IsTrue(condition(context)))
                {
                    body(context);
                    return;
                }
            }

            otherwise?.Invoke(context);
        };
    }

    private Action<TemplateContext> ParseFor()
    {
        var names = new List<string> { _tokens.ExpectName() };
        while (_tokens.Accept(","))
            names.Add(_tokens.ExpectName());
        if (!_tokens.AcceptName("in"))
            throw _tokens.Unexpected("'in'");
        Expression items = _tokens.ParseOr();
        Expression? condition = _tokens.AcceptName("if") ? _tokens.Parse() : null;
        End(TokenKind.BlockEnd);
        Action<TemplateContext> body = ParseBody();
        Action<TemplateContext>? otherwise = null;
        if (_tokens.AcceptName("else"))
        {
            End(TokenKind.BlockEnd);
            otherwise = ParseBody();
        }

        Close("endfor");
        return context => TemplateLoop.Run(context, names, items, condition, body, otherwise);
    }

    private Action<TemplateContext> ParseSet()
    {
        string name = _tokens.ExpectName();
        if (_tokens.Accept("="))
        {
            Expression value = _tokens.ParseTuple();
            End(TokenKind.BlockEnd);
            return context => context.Set(name, value(context));
        }

        End(TokenKind.BlockEnd);
        Action<TemplateContext> body = ParseBody();
        Close("endset");
        return context =>
        {
            StringBuilder outer = context.Output;
            context.Output = new StringBuilder();
            body(context);
            context.Set(name, context.Output.ToString());
            context.Output = outer;
        };
    }

    private Action<TemplateContext> ParseMacro()
    {
        string name = _tokens.ExpectName();
        var parameters = new List<(string Name, Expression Otherwise)>();
        _tokens.Expect("(");
        while (!_tokens.Accept(")"))
        {
            string parameter = _tokens.ExpectName();
            parameters.Add((parameter, _tokens.Accept("=") ? _tokens.Parse() : static _ => TemplateUndefined.Value));
            if (!_tokens.Current.IsOperator(")"))
                _tokens.Expect(",");
        }

        End(TokenKind.BlockEnd);
        Action<TemplateContext> body = ParseBody();
        Close("endmacro");
        return context => context.Set(name, new TemplateMacro(name, parameters, body));
    }

    private void Close(string name)
    {
        if (!_tokens.AcceptName(name))
            throw _tokens.Unexpected($"'{name}'");
        End(TokenKind.BlockEnd);
    }

    private void End(TokenKind kind)
    {
        if (_tokens.Current.Kind != kind)
            throw _tokens.Unexpected("the end of the tag");
        _tokens.Next();
    }
}
