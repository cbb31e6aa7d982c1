using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using IntelMQ.Bots.Sieve.Binding;
using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Store;

namespace IntelMQ.Bots.Sieve;

/// <summary>
/// Reads a condition of sieve, what stands between <c>if</c> and <c>{</c>, as a question to an event store. Regular expressions, comparisons
/// of lists, and variables are no questions that a database answers; they are errors.
/// </summary>
/// <example><code>SieveSearch.TryParse("classification.type == 'scanner' &amp;&amp; source.ip &lt;&lt; '192.0.2.0/24'", Schema.Default, TimeProvider.System, out EventFilter? filter, out _);</code></example>
public static class SieveSearch
{
    private const string Before = "if ";
    private const string After = "\n{ keep }";

    /// <summary>The longest condition, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>Reads a condition.</summary>
    /// <param name="condition">The condition; blank for all events.</param>
    /// <param name="schema">The fields that events have.</param>
    /// <param name="time">The clock that <c>:before '1 day'</c> asks.</param>
    /// <param name="filter">The question.</param>
    /// <param name="errors">All that is wrong; empty where nothing is.</param>
    public static bool TryParse(string condition, Schema schema, TimeProvider time, [NotNullWhen(true)] out EventFilter? filter, out IReadOnlyList<SieveError> errors)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(time);
        filter = null;
        errors = [];
        if (string.IsNullOrWhiteSpace(condition))
        {
            filter = EventFilter.All();
            return true;
        }

        var found = new SieveErrors();
        if (condition.Length > MaxLength)
        {
            found.Add(new SievePosition(1, 1), $"a condition has at most {MaxLength} characters.");
            errors = found.ToSortedList();
            return false;
        }

        SieveSource source = SieveParser.Parse(Before + condition + After, found);
        if (found.IsEmpty)
            SieveBinder.Bind(source, schema, found);
        if (found.IsEmpty && source.Statements is not [IfSyntax { Branches: [{ Condition: not null, Body: [FlowSyntax { IsDrop: false }] }] }])
            found.Add(new SievePosition(1, 1 + Before.Length), "one condition is expected, without rules and actions.");
        if (found.IsEmpty)
            filter = new Translation(time, found).Of(((IfSyntax)source.Statements[0]).Branches[0].Condition!);
        errors = [.. found.ToSortedList().Select(static error => error.Line == 1 ? error with { Column = Math.Max(1, error.Column - Before.Length) } : error)];
        if (!found.IsEmpty)
            filter = null;
        return filter is not null;
    }

    private sealed class Translation(TimeProvider time, SieveErrors errors)
    {
        public EventFilter Of(ExpressionSyntax expression) => expression switch
        {
            OrSyntax or => new AnyFilter([.. or.Items.Select(Of)]),
            AndSyntax and => new AllFilter([.. and.Items.Select(Of)]),
            NotSyntax not => new NotFilter(Of(not.Item)),
            MatchSyntax { Key.IsVariable: true } match => Refused(match.Position, "a variable"),
            MatchSyntax match when match.Values.Any(static value => value.Kind == SieveValueKind.Variable) => Refused(match.Position, "a variable"),
            MatchSyntax match => Of(match),
            _ => Refused(expression.Position, "this"),
        };

        private EventFilter Of(MatchSyntax match)
        {
            string field = match.Key.Name;
            switch (match.Operator)
            {
                case ":exists":
                    return new ExistsFilter(field);
                case ":notexists":
                    return new NotFilter(new ExistsFilter(field));
                case "==" or ":in":
                    return new ValueFilter(field, [.. match.Values.Select(ValueOf)]);
                case "!=":
                    return NotEqual(field, match.Values[0]);
                case ">=":
                    return EventFilter.AtLeast(field, ValueOf(match.Values[0]));
                case ">":
                    return EventFilter.Above(field, ValueOf(match.Values[0]));
                case "<=":
                    return EventFilter.AtMost(field, ValueOf(match.Values[0]));
                case "<":
                    return EventFilter.Below(field, ValueOf(match.Values[0]));
                case ":contains" or ":containsany":
                    return match.Values.Count == 1
                        ? EventFilter.Contains(field, match.Values[0].Text)
                        : new AnyFilter([.. match.Values.Select(value => EventFilter.Contains(field, value.Text))]);
                case "<<":
                    return new NetworkFilter(field, NetworksOf(match.Values));
                case ":before" or ":after":
                    var state = new SieveState(SieveScratch.Current, time, null);
                    DateTimeOffset limit = SieveDate.Parse(match.Values[0].Text)!.At(ref state);
                    return match.Operator == ":before" ? EventFilter.Below(field, limit) : EventFilter.Above(field, limit);
                default:
                    return Refused(match.Position, $"'{match.Operator}'");
            }
        }

        // As in rules: a text is unequal to a field that is absent, a number and a boolean are not.
        private static EventFilter NotEqual(string field, ValueSyntax value) => value.Kind switch
        {
            SieveValueKind.Boolean => EventFilter.Equal(field, value.Text != "true"),
            SieveValueKind.Number => EventFilter.Exists(field) & !EventFilter.Equal(field, ValueOf(value)),
            _ => !EventFilter.Equal(field, value.Text),
        };

        private static EventValue ValueOf(ValueSyntax value) => value.Kind switch
        {
            SieveValueKind.Boolean => EventValue.Of(value.Text == "true"),
            SieveValueKind.Number when long.TryParse(value.Text, System.Globalization.CultureInfo.InvariantCulture, out long whole) => EventValue.Of(whole),
            SieveValueKind.Number when double.TryParse(value.Text, System.Globalization.CultureInfo.InvariantCulture, out double real) => EventValue.Of(real),
            _ => EventValue.Of(value.Text),
        };

        private static ImmutableArray<IPNetwork> NetworksOf(IReadOnlyList<ValueSyntax> values)
        {
            var networks = ImmutableArray.CreateBuilder<IPNetwork>(values.Count);
            foreach (ValueSyntax value in values)
            {
                if (IpNetworkValue.TryParse(value.Text, HostBits.Cleared, out IpNetworkValue network))
                    networks.Add(network.ToIPNetwork());
            }

            return networks.ToImmutable();
        }

        private AnyFilter Refused(SievePosition position, string what)
        {
            errors.Add(position, $"{what} cannot be asked of stored events; ask by ==, !=, :in, :contains, :containsany, <<, <, <=, >, >=, :before, :after, :exists, :notexists.");
            return new AnyFilter([]);
        }
    }
}
