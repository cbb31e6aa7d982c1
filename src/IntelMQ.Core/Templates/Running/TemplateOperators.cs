namespace IntelMQ.Templates;

/// <summary>Arithmetic, and the methods that values have.</summary>
internal static class TemplateOperators
{
    public static object? Calculate(string sign, object? left, object? right)
    {
        if (sign == "~" || (sign == "+" && left is string && right is string))
            return TemplateFilters.Bounded(TemplateValues.Str(left) + TemplateValues.Str(right));
        if (sign == "+" && left is List<object?> first && right is List<object?> second)
            return first.Count + second.Count <= TemplateContext.MaxLength ? new List<object?>([.. first, .. second]) : throw new TemplateError("the list grows too long.");
        if (!TemplateValues.TryNumber(left, out double a) || !TemplateValues.TryNumber(right, out double b))
            throw new TemplateError($"{TemplateValues.Kind(left)} {sign} {TemplateValues.Kind(right)} cannot be calculated.");
        if (b == 0 && sign is ("/" or "//" or "%"))
            throw new TemplateError("nothing can be divided by zero.");
        if (left is long x && right is long y && sign != "/" && TryCalculate(sign, x, y, out long result))
            return result;
        return sign switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => a / b,
            "//" => Math.Floor(a / b),
            _ => a - (b * Math.Floor(a / b)),
        };
    }

    public static object? Negate(object? value) => Calculate("-", 0L, value);

    /// <summary>Calls a function or macro.</summary>
    public static object? Call(TemplateContext context, object? target, TemplateArguments arguments)
    {
        switch (target)
        {
            case TemplateMacro macro:
                return macro.Run(context, arguments);
            case TemplateFunction function:
                try
                {
                    return function(arguments.Values);
                }
                catch (InvalidOperationException exception)
                {
                    throw new TemplateError(exception.Message);
                }

            default:
                throw new TemplateError($"{TemplateValues.Kind(target)} cannot be called.");
        }
    }

    public static object? Call(object? target, string name, TemplateArguments arguments)
    {
        switch (target, name)
        {
            case (ITemplateMap map, "get"):
                return map.TryGet(Text(0), out object? found) ? found : arguments.Get(1, "default");
            case (ITemplateMap map, "items"):
                return TemplateFilters.Pairs(map);
            case (ITemplateMap map, "keys"):
                return TemplateValues.Items(map);
            case (ITemplateMap map, "values"):
                return TemplateFilters.Pairs(map).ConvertAll(static pair => ((List<object?>)pair!)[1]);
            case (string text, "upper" or "lower" or "capitalize"):
                return TemplateFilters.Apply(name, text, TemplateArguments.None);
            case (string text, "strip"):
                return TemplateFilters.Apply("trim", text, arguments);
            case (string text, "replace"):
                return TemplateFilters.Replace(text, Text(0), Text(1), arguments.Get(2, "count"));
            case (string text, "startswith"):
                return text.StartsWith(Text(0), StringComparison.Ordinal);
            case (string text, "endswith"):
                return text.EndsWith(Text(0), StringComparison.Ordinal);
            case (string text, "join"):
                return TemplateFilters.Join(arguments.Get(0, ""), text);
            case (string text, "split"):
                return Split(text, arguments.Get(0, "sep") as string);
            case (TemplateUndefined, _):
                throw new TemplateError($"'{name}' is asked of a value that is not defined.");
            default:
                throw new TemplateError($"{TemplateValues.Kind(target)} has no '{name}'.");
        }

        string Text(int index) => TemplateValues.Str(arguments.Get(index, ""));
    }

    private static List<object?> Split(string text, string? separator)
        => string.IsNullOrEmpty(separator)
            ? [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]
            : [.. text.Split(separator)];

    private static bool TryCalculate(string sign, long x, long y, out long result)
    {
        result = 0;
        if (sign is "//" or "%")
        {
            if (y == -1)
                return sign == "%";
            long quotient = (x / y) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0);
            result = sign == "%" ? x - (quotient * y) : quotient;
            return true;
        }

        Int128 wide = sign switch { "+" => (Int128)x + y, "-" => (Int128)x - y, _ => (Int128)x * y };
        result = unchecked((long)wide);
        return result == wide;
    }
}
