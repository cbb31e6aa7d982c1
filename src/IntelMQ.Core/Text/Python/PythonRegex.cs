using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace IntelMQ.Text;

/// <summary>
/// Translates patterns of Python's <c>re</c> (as of Python 3.11, for text) to .NET. What is an error there is an error here, .NET's own
/// syntax included.
/// </summary>
/// <remarks>
/// Differences that remain: <c>\N{...}</c> is refused; a character beyond U+FFFF counts as two for <c>.</c>, <c>\W</c>, <c>\S</c>,
/// <c>\D</c> and negated sets, and is no letter for <c>\w</c>; <c>\b</c> takes accents written as characters of their own for a part of
/// the word, and <c>²</c> and the like not; ignoring case follows .NET's invariant tables, and with <c>(?a)</c> still those.
/// All groups are unnamed in the translation, so that their numbers are Python's; <see cref="PythonPattern.GroupNames"/> has the names.
/// The engine is the backtracking one, with a time-out: it knows all of Python's syntax, and is built 10 to 60 times as fast as the one
/// that does not backtrack, which knows neither look-around nor references.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonRegex
{
    /// <summary>The longest pattern that is translated, in characters.</summary>
    public const int MaxPatternLength = 65536;

    /// <summary>The time a search may take if nothing else is said: one second.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Translates a pattern; searches may take <see cref="DefaultTimeout"/>.</summary>
    /// <param name="pattern">A Python pattern.</param>
    /// <param name="flags">Its switches.</param>
    /// <param name="regex">The .NET expression; its groups have numbers only.</param>
    /// <param name="error">What is wrong with the pattern.</param>
    public static bool TryCompile(string pattern, PythonRegexOptions flags, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
        => TryCompile(pattern, flags, DefaultTimeout, out regex, out error);

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">A Python pattern.</param>
    /// <param name="flags">Its switches.</param>
    /// <param name="timeout">The time a search may take before it throws.</param>
    /// <param name="regex">The .NET expression; its groups have numbers only.</param>
    /// <param name="error">What is wrong with the pattern.</param>
    public static bool TryCompile(string pattern, PythonRegexOptions flags, TimeSpan timeout, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = TryTranslate(pattern, flags, out PythonRegexTranslation? translation, out error)
            ? Build(translation.Pattern, translation.Options, timeout, out error)
            : null;
        return regex is not null;
    }

    /// <summary>Translates a pattern without building it.</summary>
    internal static bool TryTranslate(
        string pattern, PythonRegexOptions flags, [NotNullWhen(true)] out PythonRegexTranslation? translation, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        translation = null;
        error = "the pattern is too long";
        return pattern.Length <= MaxPatternLength && PythonRegexTranslator.TryTranslate(pattern, flags, out translation, out error);
    }

    /// <summary>Builds a translated pattern.</summary>
    internal static Regex? Build(string pattern, RegexOptions options, TimeSpan timeout, out string? error)
    {
        try
        {
            error = null;
            return new Regex(pattern, options | RegexOptions.CultureInvariant, timeout);
        }
        catch (RegexParseException)
        {
            error = "the pattern goes beyond what can be translated";
            return null;
        }
    }
}
