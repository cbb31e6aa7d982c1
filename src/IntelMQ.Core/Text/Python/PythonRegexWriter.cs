using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <summary>How single characters and Python's classes are written in .NET's syntax.</summary>
internal static class PythonRegexWriter
{
    /// <summary>The characters that are white space to Python, as a part of a set.</summary>
    public const string Space = @"\s\x1c-\x1f";

    // Everything else, since a set cannot hold the opposite of a set.
    private const string NotSpace = @"\x00-\x08\x0e-\x1b!-\x84\x86-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\uffff";

    /// <summary>Python's letters, digits and underscore, as a part of a set: unlike .NET's, no marks and joiners, but all numbers.</summary>
    public const string Word = @"\p{L}\p{N}_";

    private const string NotWord = @"\p{M}\p{Z}\p{S}\p{C}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\u203f\u2040\u2054\ufe33\ufe34\ufe4d-\ufe4f\uff3f";

    private const string AsciiBoundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string AsciiNoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

    /// <summary>A class such as <c>\w</c>, as a part of a set.</summary>
    public static string ClassInSet(char name, bool ascii) => (name, ascii) switch
    {
        ('d', false) => @"\d",
        ('D', false) => @"\D",
        ('s', false) => Space,
        ('S', false) => NotSpace,
        ('w', false) => Word,
        ('W', false) => NotWord,
        ('d', true) => "0-9",
        ('D', true) => @"\x00-/:-\uffff",
        ('s', true) => @"\x09-\x0d\x20",
        ('S', true) => @"\x00-\x08\x0e-\x1f!-\uffff",
        ('w', true) => "0-9A-Za-z_",
        _ => @"\x00-/:-@\x5b-\x5e`{-\uffff",
    };

    /// <summary>A class such as <c>\w</c>, alone.</summary>
    public static string Class(char name, bool ascii) => name switch
    {
        'd' or 'D' when !ascii => "\\" + name,
        'D' or 'S' or 'W' => "[^" + ClassInSet(char.ToLowerInvariant(name), ascii) + "]",
        _ => "[" + ClassInSet(name, ascii) + "]",
    };

    /// <summary>A word boundary, or its opposite.</summary>
    public static string Boundary(bool negated, bool ascii) => (negated, ascii) switch
    {
        (false, false) => @"\b",
        (true, false) => @"\B",
        (false, true) => AsciiBoundary,
        _ => AsciiNoBoundary,
    };

    /// <summary>Appends a character that stands for itself; one beyond U+FFFF as a group, so that it can be repeated.</summary>
    public static void AppendLiteral(int character, StringBuilder output)
    {
        if (character > 0xFFFF)
            output.Append("(?:").Append(char.ConvertFromUtf32(character)).Append(')');
        else
            AppendUnit((char)character, output);
    }

    /// <summary>Appends a UTF-16 unit that stands for itself, within a set or not.</summary>
    public static void AppendUnit(char unit, StringBuilder output)
    {
        if (char.IsAsciiLetterOrDigit(unit) || unit is '_' or '%' or '/' or ':' or ';' or '<' or '>' or '=' or '@' or '~' or '"' or '\'' or ',')
            output.Append(unit);
        else
            output.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
    }
}
