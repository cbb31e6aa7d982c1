using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A regular expression of a rule: compiled with the rule, or when a variable first holds it.</summary>
internal sealed class SieveRegex(SieveOperand operand, PythonPattern? pattern, PatternBudget budget)
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
        if (!PythonPattern.TryCompile(source, PythonRegexOptions.None, budget, out PythonPattern? compiled, out string? error))
            throw new SieveRuntimeException(operand.Position, $"the variable ${operand.Name} holds no regular expression: {error}");
        return _ofVariable = compiled;
    }
}
