using System.Globalization;
using System.Numerics;
using System.Text;
using IntelMQ.Bots.Sieve.Execution;
using IntelMQ.Bots.Sieve.Syntax;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Binding;

internal sealed partial class SieveBinder
{
    private SieveStatement? BindStatement(StatementSyntax statement)
    {
        switch (statement)
        {
            case IfSyntax branching:
                return BindIf(branching);
            case FlowSyntax flow:
                return new FlowStatement(flow.IsDrop ? SieveFlow.Drop : SieveFlow.Keep, LabelOf(flow));
            case PathSyntax path:
                return BindPath(path);
            case AssignSyntax assign:
                return BindAssign(assign);
            case RemoveSyntax remove:
                return BindKey(remove.Key) is { } removed ? new RemoveStatement(removed, LabelOf(remove)) : null;
            case AppendSyntax append:
                SieveKey? list = BindKey(append.Key);
                SieveOperand? member = BindValue(append.Value);
                return list is null || member is null ? null : new AppendStatement(append.IsForced, list, member, LabelOf(append));
            case RememberSyntax remember:
                return BindKey(remember.Key) is { } source ? new RememberStatement(_variables[remember.Variable], source, LabelOf(remember)) : null;
            default:
                return null;
        }
    }

    private PathStatement BindPath(PathSyntax path)
    {
        foreach (ValueSyntax name in path.Paths)
        {
            if (name.Text.Length == 0)
                _errors.Add(name.Position, "the name of a path must not be empty.");
            else if (name.Text != BotPath.Default && !_paths.Contains(name.Text))
                _paths.Add(name.Text);
        }

        return new PathStatement(Verdict.To([.. path.Paths.Select(static name => name.Text)]), LabelOf(path));
    }

    private WriteStatement? BindAssign(AssignSyntax assign)
    {
        SieveKey? key = BindKey(assign.Key);
        SieveOperand? value = BindValue(assign.Value);
        if (key is null || value is null)
            return null;
        SieveAssignment verb = assign.Verb switch
        {
            AssignVerb.Add => SieveAssignment.IfAbsent,
            AssignVerb.ForceAdd => SieveAssignment.Always,
            _ => SieveAssignment.IfPresent,
        };
        if (assign.Operator == "=")
            return new AssignStatement(verb, key, value, LabelOf(assign));
        if (!value.IsVariable && (value.Kind != FieldValueKind.Text || !RelativeTime.TryParse(value.Utf8, out _)))
            _errors.Add(value.Position, $"'{assign.Operator}' moves a time and needs a span such as '1 hour' or '2 days'.");
        return new ShiftStatement(verb, key, value, assign.Operator == "+=" ? 1 : -1, LabelOf(assign));
    }

    private SieveOperand? BindValue(ValueSyntax value)
    {
        switch (value.Kind)
        {
            case SieveValueKind.Variable:
                return BindVariable(value.Position, value.Text);
            case SieveValueKind.Boolean:
                return new SieveOperand(value.Position, FieldValueKind.Boolean, Encoding.UTF8.GetBytes(value.Text));
            case SieveValueKind.Number:
                return BindNumber(value);
            default:
                return new SieveOperand(value.Position, FieldValueKind.Text, Encoding.UTF8.GetBytes(value.Text));
        }
    }

    // In the form in which events hold numbers.
    private SieveOperand? BindNumber(ValueSyntax value)
    {
        var digits = new Utf8Buffer();
        if (value.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            if (value.Text.Length > PythonNumber.MaxDigits)
            {
                _errors.Add(value.Position, $"the number has more than {PythonNumber.MaxDigits} digits.");
                return null;
            }

            digits.Append(BigInteger.Parse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            double number = double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (!double.IsFinite(number))
            {
                _errors.Add(value.Position, "the number is too large.");
                return null;
            }

            PythonNumber.Write(number, digits);
        }

        return new SieveOperand(value.Position, FieldValueKind.Number, digits.ToArray());
    }
}
