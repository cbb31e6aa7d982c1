using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;

namespace IntelMQ.Bots.Sieve.Binding;

internal sealed partial class SieveBinder
{
    private SieveCondition? BindExpression(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case OrSyntax or:
                SieveCondition[] alternatives = Merge(BindAll(or.Items));
                return alternatives.Length == 1 ? alternatives[0] : new OrCondition(alternatives);
            case AndSyntax and:
                return new AndCondition([.. BindAll(and.Items)]);
            case NotSyntax not:
                return BindExpression(not.Item) is { } item ? new NotCondition(item) : null;
            default:
                return BindMatch((MatchSyntax)expression);
        }
    }

    // What is wrong is left out: with errors the program is not used anyway. Something must stand there, though.
    private List<SieveCondition> BindAll(IReadOnlyList<ExpressionSyntax> items)
    {
        var bound = new List<SieveCondition>(items.Count);
        foreach (ExpressionSyntax item in items)
        {
            if (BindExpression(item) is { } condition)
                bound.Add(condition);
        }

        if (bound.Count == 0)
            bound.Add(new AndCondition([]));
        return bound;
    }

    // "a == 'x' || a == 'y'" is "a :in ['x', 'y']". Only neighbours: what stands between may fail, and must do so in its turn.
    private static SieveCondition[] Merge(List<SieveCondition> items)
    {
        var merged = new List<SieveCondition>(items.Count);
        for (int i = 0; i < items.Count;)
        {
            int end = i + 1;
            while (end < items.Count && IsSameTest(items[i], items[end]))
                end++;
            merged.Add(end == i + 1 ? items[i] : Join(items[i..end]));
            i = end;
        }

        return [.. merged];
    }

    private static bool IsSameTest(SieveCondition first, SieveCondition second) => (first, second) switch
    {
        (TextInCondition left, TextInCondition right) => left.Key.FixedName is { } name && name == right.Key.FixedName,
        (NetworkCondition left, NetworkCondition right) => left.Key.FixedName is { } name && name == right.Key.FixedName,
        _ => false,
    };

    private static SieveCondition Join(List<SieveCondition> same) => same[0] is TextInCondition first
        ? new TextInCondition(first.Key, [.. same.SelectMany(static item => ((TextInCondition)item).Texts)])
        : new NetworkCondition(((NetworkCondition)same[0]).Key, [.. same.SelectMany(static item => ((NetworkCondition)item).Networks)]);
}
