using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Expressions in parameters, in Python's syntax.</summary>
internal static class Patterns
{
    /// <summary>Complains where an expression is none.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="pattern">The expression; empty counts as none.</param>
    /// <param name="complaints">Takes the complaint.</param>
    public static void Validate(string parameter, string? pattern, ICollection<string> complaints)
    {
        if (!string.IsNullOrEmpty(pattern) && !PythonPattern.TryCompile(pattern, PythonRegexOptions.None, out _, out string? error))
            complaints.Add($"{parameter} is no regular expression: {error.TrimEnd('.')}.");
    }

    /// <summary>An expression that was checked before; <see langword="null"/> where there is none.</summary>
    public static PythonPattern? Of(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern))
            return null;
        PythonPattern.TryCompile(pattern, PythonRegexOptions.None, out PythonPattern? compiled, out _);
        return compiled;
    }
}
