using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Binding;

internal sealed partial class SieveBinder
{
    private SieveCondition? BindMatch(MatchSyntax match)
    {
        SieveKey? key = BindKey(match.Key);
        if (key is null)
            return null;
        switch (match.Operator)
        {
            case ":exists" or ":notexists":
                return new ExistsCondition(key, match.Operator == ":exists");
            case "==" or "!=":
                return BindEquality(match, key);
            case ":in":
                return BindMembership(match, key);
            case "<=" or ">=" or "<" or ">":
                return BindNumbers(match, key);
            case ":contains" or ":containsany":
                return BindTexts(match) is { } texts ? new ContainsCondition(key, texts, match.Operator == ":contains", match.Position) : null;
            case "=~" or "!~" or ":regexin":
                return BindRegexes(match, key);
            case "<<":
                return BindNetworks(match, key);
            case ":before" or ":after":
                return BindDate(match, key);
            default:
                return BindList(match, key);
        }
    }

    private SieveCondition? BindEquality(MatchSyntax match, SieveKey key)
    {
        if (match.Values[0].Kind == SieveValueKind.Number)
            return BindNumbers(match, key);
        bool isNegated = match.Operator == "!=";
        if (match.Values[0].Kind == SieveValueKind.Boolean)
            return new BooleanCondition(key, match.Values[0].Text == "true" != isNegated);
        if (BindTexts(match) is not [var operand])
            return null;
        if (operand.IsVariable)
            return new VariableInCondition(key, [operand], isNegated);
        return isNegated ? new TextNotEqualCondition(key, operand.Utf8) : new TextInCondition(key, [operand.Utf8]);
    }

    private SieveCondition? BindMembership(MatchSyntax match, SieveKey key)
    {
        if (match.Values.Any(static value => value.Kind == SieveValueKind.Number))
            return BindNumbers(match, key);
        if (BindTexts(match) is not { } operands)
            return null;
        return Array.Exists(operands, static operand => operand.IsVariable)
            ? new VariableInCondition(key, operands, isNegated: false)
            : new TextInCondition(key, [.. operands.Select(static operand => operand.Utf8)]);
    }

    private SieveCondition? BindNumbers(MatchSyntax match, SieveKey key)
    {
        bool isSound = CheckNumberKey(match.Key, key);
        foreach (ValueSyntax value in match.Values)
        {
            if (value.Kind is SieveValueKind.Number or SieveValueKind.Variable)
                continue;
            _errors.Add(value.Position, match.IsList ? "texts, numbers and booleans do not mix in one list." : $"'{match.Operator}' compares numbers; this is none.");
            isSound = false;
        }

        SieveOperand?[] operands = [.. match.Values.Select(BindValue)];
        if (!isSound || Array.Exists(operands, static operand => operand is null))
            return null;
        if (match.IsList)
            return new NumberInCondition(key, operands!);
        NumberOperator operation = match.Operator switch
        {
            "==" => NumberOperator.Equal,
            "!=" => NumberOperator.NotEqual,
            "<=" => NumberOperator.LessOrEqual,
            ">=" => NumberOperator.GreaterOrEqual,
            "<" => NumberOperator.Less,
            _ => NumberOperator.Greater,
        };
        return new NumberCondition(key, operation, operands[0]!);
    }

    private bool CheckNumberKey(KeySyntax syntax, SieveKey key)
    {
        if (syntax.IsVariable)
            return true;
        if (key is not FixedSieveKey known)
        {
            _errors.Add(syntax.Position, syntax.Name == "extra"
                ? "'extra' as a whole is no number; name a field below it, such as extra.count."
                : $"no event has a field '{syntax.Name}' that could be compared with a number.{Suggest(syntax.Name)}");
            return false;
        }

        if (known.Key.Definition is not { } definition || definition.Type.Name is "Integer" or "Float" or "Accuracy" or "ASN")
            return true;
        _errors.Add(syntax.Position, $"'{syntax.Name}' is of type {definition.Type.Name} and cannot be compared with a number.");
        return false;
    }

    // The values of an operator that takes texts; a field of addresses is compared with addresses only.
    private SieveOperand[]? BindTexts(MatchSyntax match)
    {
        bool isSound = true;
        bool isAddress = !match.Key.IsVariable && _schema.TryGetKey(match.Key.Name, out FieldKey? known) && known.Definition?.Type.Name == "IPAddress";
        var operands = new List<SieveOperand>(match.Values.Count);
        foreach (ValueSyntax value in match.Values)
        {
            SieveOperand? operand = BindValue(value);
            if (operand is null)
                isSound = false;
            else if (value.Kind is not (SieveValueKind.Text or SieveValueKind.Variable))
                Complain(value, $"'{match.Operator}' needs a text in quotes.");
            else if (isAddress && value.Kind == SieveValueKind.Variable)
                Complain(value, $"'{match.Key.Name}' holds addresses and cannot be compared with a variable.");
            else if (isAddress && !HarmonizationTypes.IPAddress.IsValid(FieldValue.Text(operand.Utf8), out _))
                Complain(value, $"'{match.Key.Name}' holds addresses, and '{value.Text}' is none; for networks there is '<<'.");
            else
                operands.Add(operand);
        }

        return isSound && operands.Count == match.Values.Count ? [.. operands] : null;

        void Complain(ValueSyntax value, string message)
        {
            isSound = false;
            _errors.Add(value.Position, message);
        }
    }

    private RegexCondition? BindRegexes(MatchSyntax match, SieveKey key)
    {
        if (BindTexts(match) is not { } operands)
            return null;
        var patterns = new SieveRegex[operands.Length];
        bool isSound = true;
        for (int i = 0; i < operands.Length; i++)
        {
            PythonPattern? pattern = null;
            if (!operands[i].IsVariable && !PythonPattern.TryCompile(match.Values[i].Text, PythonRegexOptions.None, _patterns, out pattern, out string? error))
            {
                _errors.Add(operands[i].Position, $"this is no regular expression: {error.TrimEnd('.')}.");
                isSound = false;
            }

            patterns[i] = new SieveRegex(operands[i], pattern, _patterns);
        }

        return isSound ? new RegexCondition(key, patterns, match.Operator == "!~", convert: !match.IsList, match.Position) : null;
    }

    private NetworkCondition? BindNetworks(MatchSyntax match, SieveKey key)
    {
        var networks = new List<IpNetworkValue>(match.Values.Count);
        foreach (ValueSyntax value in match.Values)
        {
            if (value.Kind != SieveValueKind.Text)
                _errors.Add(value.Position, "'<<' needs networks in quotes, such as '192.0.2.0/24'.");
            else if (IpNetworkValue.TryParse(value.Text, HostBits.Cleared, out IpNetworkValue network))
                networks.Add(network);
            else
                _errors.Add(value.Position, $"'{value.Text}' is no network: an address, or an address with '/' and the length of the prefix.");
        }

        return networks.Count == match.Values.Count ? new NetworkCondition(key, [.. networks]) : null;
    }

    private DateCondition? BindDate(MatchSyntax match, SieveKey key)
    {
        if (BindTexts(match) is not [var operand])
            return null;
        SieveDate? date = operand.IsVariable ? null : SieveDate.Parse(match.Values[0].Text);
        if (operand.IsVariable || date is not null)
            return new DateCondition(key, match.Operator == ":before", operand, date);
        _errors.Add(operand.Position, $"'{match.Values[0].Text}' is neither a date such as '2023-06-01' or '2023-06-01T12:00:00+00:00', nor a span such as '2 days'.");
        return null;
    }

    private ListCondition? BindList(MatchSyntax match, SieveKey key)
    {
        SieveOperand?[] operands = [.. match.Values.Select(BindValue)];
        if (Array.Exists(operands, static operand => operand is null))
            return null;
        ListOperator operation = match.Operator switch
        {
            ":equals" => ListOperator.Equals,
            ":setequals" => ListOperator.SetEquals,
            ":overlaps" => ListOperator.Overlaps,
            ":subsetof" => ListOperator.SubsetOf,
            _ => ListOperator.SupersetOf,
        };
        return new ListCondition(key, operation, operands!, match.Position);
    }
}
