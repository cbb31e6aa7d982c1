using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Binding;

/// <summary>
/// Checks what was read against a schema, and makes it ready to run. All that can be known to be wrong before an event comes is an error
/// here: types, regular expressions, dates, networks, variables without a value.
/// </summary>
internal sealed partial class SieveBinder
{
    private readonly SieveSource _source;
    private readonly Schema _schema;
    private readonly SieveErrors _errors;
    private readonly SieveErrors _warnings = new();
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private readonly List<SieveRule> _rules = [];
    private readonly List<string> _paths = [];
    private readonly PatternBudget _patterns = new();

    private SieveBinder(SieveSource source, Schema schema, SieveErrors errors)
    {
        _source = source;
        _schema = schema;
        _errors = errors;
    }

    public static BoundSieve Bind(SieveSource source, Schema schema, SieveErrors errors)
    {
        var binder = new SieveBinder(source, schema, errors);
        binder.FindVariables(source.Statements);
        SieveBlock block = binder.BindBlock(source.Statements);
        return new BoundSieve(block, binder._rules, binder._paths, binder._variables.Count, binder._warnings.ToSortedList());
    }

    private void FindVariables(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (statement is RememberSyntax remember)
                _variables.TryAdd(remember.Variable, _variables.Count);
            else if (statement is IfSyntax branching)
            {
                foreach (BranchSyntax branch in branching.Branches)
                    FindVariables(branch.Body);
            }
        }
    }

    private SieveBlock BindBlock(IReadOnlyList<StatementSyntax> statements)
    {
        var bound = new List<SieveStatement>(statements.Count);
        for (int i = 0; i < statements.Count; i++)
        {
            if (BindStatement(statements[i]) is { } statement)
                bound.Add(statement);
            if (statements[i] is FlowSyntax { IsDrop: var isDrop } && i + 1 < statements.Count)
                _warnings.Add(statements[i + 1].Range.Position, $"this is never reached, since '{(isDrop ? "drop" : "keep")}' stands before it.");
        }

        return new SieveBlock([.. bound]);
    }

    private BranchStatement BindIf(IfSyntax branching)
    {
        var branches = new List<SieveBranch>(branching.Branches.Count);
        foreach (BranchSyntax branch in branching.Branches)
        {
            var rule = new SieveRule(branch.Header.Position, SieveFormatter.OneLine(_source, branch.Header));
            _rules.Add(rule);
            SieveCondition? condition = branch.Condition is null ? null : BindExpression(branch.Condition);
            SieveBlock body = BindBlock(branch.Body);
            if (condition is not null || branch.Condition is null)
                branches.Add(new SieveBranch(condition, body, rule));
        }

        return new BranchStatement([.. branches]);
    }

    private SieveKey? BindKey(KeySyntax key)
    {
        if (key.IsVariable)
            return BindVariable(key.Position, key.Name) is { } operand ? new NamedSieveKey(null, operand) : null;
        if (_schema.TryGetKey(key.Name, out FieldKey? known))
            return new FixedSieveKey(known, _schema);
        if (key.Name != "extra")
            _warnings.Add(key.Position, $"no event has a field '{key.Name}'.{Suggest(key.Name)}");
        return new NamedSieveKey(key.Name, null);
    }

    private SieveOperand? BindVariable(SievePosition position, string name)
    {
        if (_variables.TryGetValue(name, out int variable))
            return new SieveOperand(position, name, variable);
        _errors.Add(position, $"the variable ${name} never gets a value; '${name} = field' gives it one.");
        return null;
    }

    private string Suggest(string name)
        => NearestName.Find(name, _schema.Definitions.Select(static definition => definition.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private SieveLabel LabelOf(StatementSyntax statement) => new(statement.Range.Position, SieveFormatter.OneLine(_source, statement.Range));
}

/// <summary>What a rule file is made into.</summary>
internal sealed record BoundSieve(
    SieveBlock Block, IReadOnlyList<SieveRule> Rules, IReadOnlyList<string> Paths, int Variables, IReadOnlyList<SieveError> Warnings);
