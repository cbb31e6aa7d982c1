using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>=~</c>, <c>!~</c> and <c>:regexin</c>; the last does not make a text of what is none.</summary>
internal sealed class RegexCondition(SieveKey key, SieveRegex[] patterns, bool isNegated, bool convert, SievePosition position) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return isNegated;
        if (!convert && value.Kind != FieldValueKind.Text)
            throw new SieveRuntimeException(position, $"the value of {key.FixedName} is no text, which :regexin needs; =~ takes any value.");
        ReadOnlySpan<byte> text = SieveValues.TextOf(value, ref state);
        foreach (SieveRegex pattern in patterns)
        {
            if (pattern.IsFound(text, ref state))
                return !isNegated;
        }

        return isNegated;
    }
}

/// <summary>A regular expression of a rule: compiled with the rule, or when a variable first holds it.</summary>
internal sealed class SieveRegex(SieveOperand operand, PythonPattern? pattern)
{
    // The last one that the variable held.
    private volatile PythonPattern? _ofVariable;

    /// <exception cref="SieveRuntimeException">The search took too long, or a variable holds no expression.</exception>
    public bool IsFound(ReadOnlySpan<byte> text, ref SieveState state) => (pattern ?? Compile(ref state)).Search(text) switch
    {
        RegexOutcome.Match => true,
        RegexOutcome.NoMatch => false,
        _ => throw new SieveRuntimeException(operand.Position, "the search for the regular expression took too long; simplify it."),
    };

    private PythonPattern Compile(ref SieveState state)
    {
        string source = Encoding.UTF8.GetString(operand.ReadText(ref state));
        if (_ofVariable is { } last && last.Source == source)
            return last;
        if (!PythonPattern.TryCompile(source, PythonRegexOptions.None, out PythonPattern? compiled, out string? error))
            throw new SieveRuntimeException(operand.Position, $"the variable ${operand.Name} holds no regular expression: {error}");
        return _ofVariable = compiled;
    }
}
