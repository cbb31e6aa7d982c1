using System.ComponentModel;

namespace IntelMQ.Text;

/// <summary>Switches of a Python pattern; within the pattern they are written <c>(?i)</c>, <c>(?m)</c>, <c>(?s)</c>, <c>(?x)</c>, <c>(?a)</c>.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum PythonRegexOptions
{
    /// <summary>No switch.</summary>
    None = 0,

    /// <summary>Upper and lower case are the same.</summary>
    IgnoreCase = 1,

    /// <summary><c>^</c> and <c>$</c> match at every line.</summary>
    Multiline = 2,

    /// <summary><c>.</c> matches line ends too.</summary>
    DotAll = 4,

    /// <summary>White space and comments in the pattern mean nothing.</summary>
    Verbose = 8,

    /// <summary><c>\w</c>, <c>\d</c>, <c>\s</c> and <c>\b</c> know ASCII only.</summary>
    Ascii = 16,
}
