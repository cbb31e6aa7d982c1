using System.Buffers;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>
/// A pattern that a field's text must match somewhere in it, as <c>regex</c> and <c>iregex</c> of <c>harmonization.conf</c> say. The
/// built-in fields' patterns are checked by code of the same meaning; all others by the regular expression itself, within a time bound.
/// </summary>
public sealed class TextRule
{
    // Before the rules: they are made of these.
    private static readonly SearchValues<byte> PrintableBytes = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static value => (byte)value)]);
    private static readonly SearchValues<byte> AlphanumericBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);
    private static readonly SearchValues<byte> LowerAlphanumericBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);
    private static readonly SearchValues<byte> HashBytes = SearchValues.Create("ABCDEF0123456789./"u8);

    private readonly Check _check;

    private TextRule(string pattern, string reason, Check check)
    {
        Pattern = pattern;
        Reason = reason;
        _check = check;
    }

    private delegate bool Check(ReadOnlySpan<byte> text);

    /// <summary>The regular expression, in Python's dialect.</summary>
    public string Pattern { get; }

    /// <summary>What is said of a text that does not match.</summary>
    internal string Reason { get; }

    internal static TextRule PrintableAscii { get; } = new(
        "^[ -~]+$", "holds characters other than printable ASCII", static text => Every(text, PrintableBytes));

    internal static TextRule TwoAlphanumerics { get; } = new(
        "^[a-zA-Z0-9]{2}$", "is not two letters or digits", static text => WithoutFinalNewline(text).Length == 2 && Every(text, AlphanumericBytes));

    internal static TextRule NoFinalDot { get; } = new(
        "^.*[^.]$", "ends with a dot", static text => WithoutFinalNewline(text) is { Length: > 0 } line && line[^1] != (byte)'.' && !line.Contains((byte)'\n'));

    internal static TextRule EventHash { get; } = new(
        "^[A-F0-9./]+$", "holds characters other than A-F, 0-9, dot and slash", static text => Every(text, HashBytes));

    internal static TextRule Uuid { get; } = new(
        "^[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}$", "is not a UUID", IsUuid);

    internal static TextRule TransportProtocol { get; } = new(
        "^(" + string.Join('|', TransportProtocols.Names.Select(static name => name.Replace("+", @"\+", StringComparison.Ordinal).Replace(".", @"\.", StringComparison.Ordinal))) + ")$",
        "is not the name of an IP protocol",
        static text => TransportProtocols.Contains(WithoutFinalNewline(text)));

    /// <summary>A rule from a regular expression.</summary>
    /// <param name="pattern">Python's dialect; searched for, not anchored.</param>
    /// <param name="ignoreCase">Whether case matters not.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="error">Why the pattern is refused.</param>
    public static bool TryCreate(
        string pattern,
        bool ignoreCase,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TextRule? rule,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        rule = BuiltIn(pattern, ignoreCase);
        error = null;
        if (rule is not null)
            return true;
        if (!PythonPattern.TryCompile(pattern, ignoreCase ? PythonRegexOptions.IgnoreCase : PythonRegexOptions.None, out PythonPattern? compiled, out error))
            return false;
        rule = new TextRule(pattern, $"does not match {pattern}", text => compiled.Search(text) == RegexOutcome.Match);
        return true;
    }

    internal bool IsMatch(ReadOnlySpan<byte> text) => _check(text);

    private static TextRule? BuiltIn(string pattern, bool ignoreCase)
    {
        TextRule[] known = ignoreCase ? [TransportProtocol] : [PrintableAscii, TwoAlphanumerics, NoFinalDot, EventHash, Uuid];
        return Array.Find(known, rule => rule.Pattern == pattern);
    }

    // "$" also matches before a final line feed.
    private static ReadOnlySpan<byte> WithoutFinalNewline(ReadOnlySpan<byte> text)
        => text is [.. var line, (byte)'\n'] ? line : text;

    private static bool Every(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        text = WithoutFinalNewline(text);
        return text.Length > 0 && !text.ContainsAnyExcept(allowed);
    }

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        text = WithoutFinalNewline(text);
        if (text.Length != 36)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            bool ok = i is 8 or 13 or 18 or 23 ? text[i] == (byte)'-' : LowerAlphanumericBytes.Contains(text[i]);
            if (!ok)
                return false;
        }

        return true;
    }
}
