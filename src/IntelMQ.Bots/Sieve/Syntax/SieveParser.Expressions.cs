using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Syntax;

internal sealed partial class SieveParser
{
    private static readonly string[] Comparisons = ["==", "!=", ":contains", "=~", "!~", "<=", ">=", "<", ">", ":before", ":after"];
    private static readonly string[] ListComparisons = [":in", ":containsany", ":regexin", ":equals", ":setequals", ":overlaps", ":subsetof", ":supersetof"];

    private ExpressionSyntax? ParseExpression()
    {
        SievePosition position = Token.Position;
        var items = new List<ExpressionSyntax>();
        do
        {
            if (ParseConjunction() is not { } item)
                return null;
            items.Add(item);
        }
        while (Take("||"));
        return items.Count == 1 ? items[0] : new OrSyntax(position, items);
    }

    private ExpressionSyntax? ParseConjunction()
    {
        SievePosition position = Token.Position;
        var items = new List<ExpressionSyntax>();
        do
        {
            if (ParseCondition() is not { } item)
                return null;
            items.Add(item);
        }
        while (Take("&&"));
        if (Is("and") || Is("or"))
        {
            Complain($"'{TextOf(Token)}' is written {(Is("and") ? "&&" : "||")}.");
            return null;
        }

        return items.Count == 1 ? items[0] : new AndSyntax(position, items);
    }

    private ExpressionSyntax? ParseCondition()
    {
        SieveToken first = Token;
        bool isNegated = Take("!");
        if (isNegated && Is("!"))
        {
            Complain("'!' may stand only once before a condition.");
            return null;
        }

        ExpressionSyntax? item = Is("(") ? ParseGroup() : ParseMatch();
        return item is null || !isNegated ? item : new NotSyntax(first.Position, item);
    }

    private ExpressionSyntax? ParseGroup()
    {
        SieveToken open = Token;
        _at++;
        if (!Enter(open))
            return null;
        ExpressionSyntax? item = ParseExpression();
        _depth--;
        return item is not null && Expect(")", $"to close the parenthesis of line {open.Position.Line}, column {open.Position.Column}") ? item : null;
    }

    private MatchSyntax? ParseMatch()
    {
        SieveToken first = Token;
        if (Is(":exists") || Is(":notexists"))
        {
            string test = TextOf(first).ToString();
            _at++;
            return ParseKey($"after '{test}'") is { } tested ? new MatchSyntax(first.Position, tested, test, IsList: false, []) : null;
        }

        if (ParseKey("of a condition") is not { } key)
            return null;
        SieveToken at = Token;
        string operation = at.Kind is SieveTokenKind.Symbol ? TextOf(at).ToString() : "";
        if (ListComparisons.Contains(operation))
            return ParseListMatch(first, key, operation);
        if (operation != "<<" && !Comparisons.Contains(operation))
        {
            Complain(ExplainOperator(key, operation));
            return null;
        }

        _at++;
        if (operation == "<<" && Is("["))
            return ParseMembers(first, key, operation);
        if (Is("["))
        {
            Complain($"'{operation}' takes one value, no list; for lists there are {string.Join(", ", ListComparisons)}.");
            return null;
        }

        return ParseValue($"after '{operation}'") is { } value ? new MatchSyntax(first.Position, key, operation, IsList: false, [value]) : null;
    }

    private MatchSyntax? ParseListMatch(SieveToken first, KeySyntax key, string operation)
    {
        _at++;
        if (Is("["))
            return ParseMembers(first, key, operation);
        Complain($"'{operation}' takes a list in brackets: ['a', 'b'].");
        return null;
    }

    private MatchSyntax? ParseMembers(SieveToken first, KeySyntax key, string operation)
    {
        var values = new List<ValueSyntax>();
        bool isListTest = operation is ":equals" or ":setequals" or ":overlaps" or ":subsetof" or ":supersetof";
        return ParseList(values, isListTest) ? new MatchSyntax(first.Position, key, operation, IsList: true, values) : null;
    }

    private string ExplainOperator(KeySyntax key, string operation)
    {
        if (operation == "=")
            return "'=' sets a value; to compare write '=='.";
        if (operation == ":notcontains")
            return $"':notcontains' is no operator; write '! {key.Name} :contains'.";
        if (operation is ":exists" or ":notexists")
            return $"'{operation}' stands before the field: '{operation} {key.Name}'.";
        if (!operation.StartsWith(':'))
            return $"an operator such as '==', ':contains' or '<<' is missing after '{key.Name}'; found {SieveWords.Describe(TextOf(Token))}.";
        string? nearest = NearestName.Find(operation, [.. Comparisons, .. ListComparisons]);
        return $"'{operation}' is no operator.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
    }
}
