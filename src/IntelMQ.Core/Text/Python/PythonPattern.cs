using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Text;

/// <summary>
/// A Python pattern, ready to search texts with. Never throws on a text: a search that takes too long is an outcome of its own, and so is one
/// that is refused since too many did (<see cref="PatternBudget"/>).
/// Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PythonPattern
{
    private const int StackChars = 256;

    // Compiling to machine code takes milliseconds and makes searching about three times as fast: for patterns in constant use only.
    private const int CompileAfter = 2000;

    private readonly PythonRegexTranslation _translation;
    private readonly byte[]? _literalUtf8;
    private readonly PatternBudget _budget;
    private Regex _anywhere;
    private int _searches;
    private int _shortestSlow = int.MaxValue;

    // Built when first needed: most patterns are only searched for.
    private Regex? _atStart;
    private Regex? _full;

    private PythonPattern(string source, PythonRegexTranslation translation, Regex regex, PatternBudget budget)
    {
        _budget = budget;
        Source = source;
        _translation = translation;
        _anywhere = regex;
        _literalUtf8 = translation.Literal is null ? null : Encoding.UTF8.GetBytes(translation.Literal);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Source { get; }

    /// <summary>The translation, which throws when its time is over.</summary>
    public Regex Regex => _anywhere;

    /// <summary>How many groups the pattern has; they are numbered from 1 as in Python.</summary>
    public int GroupCount => _translation.GroupCount;

    /// <summary>The numbers of the named groups.</summary>
    public IReadOnlyDictionary<string, int> GroupNames => _translation.GroupNames;

    /// <summary>Prepares a pattern; searches may take <see cref="PythonRegex.DefaultTimeout"/>.</summary>
    /// <param name="pattern">The pattern, in the syntax <see cref="PythonRegex"/> describes.</param>
    /// <param name="flags">Its switches.</param>
    /// <param name="result">The pattern.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryCompile(string pattern, PythonRegexOptions flags, [NotNullWhen(true)] out PythonPattern? result, [NotNullWhen(false)] out string? error)
        => TryCompile(pattern, flags, PythonRegex.DefaultTimeout, out result, out error);

    /// <summary>Prepares a pattern.</summary>
    /// <param name="pattern">The pattern, in the syntax <see cref="PythonRegex"/> describes.</param>
    /// <param name="flags">Its switches.</param>
    /// <param name="timeout">The time a search may take.</param>
    /// <param name="result">The pattern.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryCompile(
        string pattern, PythonRegexOptions flags, TimeSpan timeout, [NotNullWhen(true)] out PythonPattern? result, [NotNullWhen(false)] out string? error)
        => TryCompile(pattern, flags, timeout, new PatternBudget(), out result, out error);

    /// <summary>Prepares one of several patterns that share the time they may lose.</summary>
    /// <param name="pattern">The pattern, in the syntax <see cref="PythonRegex"/> describes.</param>
    /// <param name="flags">Its switches.</param>
    /// <param name="budget">The time that all of them may lose.</param>
    /// <param name="result">The pattern.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryCompile(
        string pattern, PythonRegexOptions flags, PatternBudget budget, [NotNullWhen(true)] out PythonPattern? result, [NotNullWhen(false)] out string? error)
        => TryCompile(pattern, flags, PythonRegex.DefaultTimeout, budget, out result, out error);

    private static bool TryCompile(
        string pattern,
        PythonRegexOptions flags,
        TimeSpan timeout,
        PatternBudget budget,
        [NotNullWhen(true)] out PythonPattern? result,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(budget);
        result = null;
        if (!PythonRegex.TryTranslate(pattern, flags, out PythonRegexTranslation? translation, out error))
            return false;
        if (PythonRegex.Build(translation.Pattern, translation.Options, timeout, out error) is not { } regex)
        {
            error ??= "";
            return false;
        }

        error = null;
        result = new PythonPattern(pattern, translation, regex, budget);
        return true;
    }

    /// <summary>Looks for the pattern anywhere in the text, as Python's <c>search</c>.</summary>
    public RegexOutcome Search(ReadOnlySpan<char> text)
    {
        if (_translation.Literal is { } literal)
            return text.Contains(literal, StringComparison.Ordinal) ? RegexOutcome.Match : RegexOutcome.NoMatch;
        return Run(Anywhere(), text);
    }

    /// <summary>Looks for the pattern anywhere in the text, as Python's <c>search</c>.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 count as U+FFFD.</param>
    public RegexOutcome Search(ReadOnlySpan<byte> utf8)
    {
        if (_literalUtf8 is not null)
            return utf8.IndexOf(_literalUtf8) >= 0 ? RegexOutcome.Match : RegexOutcome.NoMatch;
        return Run(Anywhere(), utf8);
    }

    /// <summary>Whether the text begins with the pattern, as Python's <c>match</c>.</summary>
    public RegexOutcome MatchStart(ReadOnlySpan<char> text) => Run(AtStart, text);

    /// <summary>Whether the text begins with the pattern, as Python's <c>match</c>.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 count as U+FFFD.</param>
    public RegexOutcome MatchStart(ReadOnlySpan<byte> utf8) => Run(AtStart, utf8);

    /// <summary>Whether the text as a whole is the pattern, as Python's <c>fullmatch</c>.</summary>
    public RegexOutcome MatchFull(ReadOnlySpan<char> text) => Run(Full, text);

    /// <summary>Whether the text as a whole is the pattern, as Python's <c>fullmatch</c>.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 count as U+FFFD.</param>
    public RegexOutcome MatchFull(ReadOnlySpan<byte> utf8) => Run(Full, utf8);

    /// <summary>Looks for the first place where the pattern matches, as Python's <c>search</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="match">The match, with its groups by number.</param>
    public RegexOutcome FirstMatch(string text, out Match match) => Find(Anywhere(), text, out match);

    /// <summary>Matches the pattern at the start of the text, as Python's <c>match</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="match">The match, with its groups by number.</param>
    public RegexOutcome FirstMatchAtStart(string text, out Match match) => Find(AtStart, text, out match);

    /// <inheritdoc/>
    public override string ToString() => Source;

    private Regex AtStart => _atStart ??= Derive(@"\A(?:", ")");

    private Regex Full => _full ??= Derive(@"\A(?:", @")\z");

    // Threads that count at the same time may miss a search or compile twice, which does no harm.
    private Regex Anywhere()
    {
        if (_searches <= CompileAfter && ++_searches > CompileAfter)
            _anywhere = new Regex(_translation.Pattern, _anywhere.Options | RegexOptions.Compiled, _anywhere.MatchTimeout);
        return _anywhere;
    }

    private Regex Derive(string before, string after) => new(before + _translation.Pattern + after, Regex.Options, Regex.MatchTimeout);

    private RegexOutcome Find(Regex regex, string text, out Match match)
    {
        match = Match.Empty;
        long started = _budget.Begin();
        if (IsRefused(text.Length))
            return RegexOutcome.TimedOut;
        try
        {
            match = regex.Match(text);
            return match.Success ? RegexOutcome.Match : RegexOutcome.NoMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            return RegexOutcome.TimedOut;
        }
        finally
        {
            End(started, text.Length);
        }
    }

    private bool IsRefused(int length) => length >= _shortestSlow && _budget.IsSpent;

    // Threads that end at the same time may keep the longer of two lengths, which does no harm.
    private void End(long started, int length)
    {
        if (_budget.End(started))
            _shortestSlow = Math.Min(_shortestSlow, length);
    }

    private RegexOutcome Run(Regex regex, ReadOnlySpan<byte> utf8)
    {
        char[]? rented = utf8.Length > StackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        Span<char> chars = rented ?? stackalloc char[StackChars];
        RegexOutcome outcome = Run(regex, chars[..Encoding.UTF8.GetChars(utf8, chars)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return outcome;
    }

    private RegexOutcome Run(Regex regex, ReadOnlySpan<char> text)
    {
        long started = _budget.Begin();
        if (IsRefused(text.Length))
            return RegexOutcome.TimedOut;
        try
        {
            return regex.IsMatch(text) ? RegexOutcome.Match : RegexOutcome.NoMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            return RegexOutcome.TimedOut;
        }
        finally
        {
            End(started, text.Length);
        }
    }
}
