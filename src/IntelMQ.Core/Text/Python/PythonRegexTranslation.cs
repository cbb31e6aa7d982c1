using System.Text.RegularExpressions;

namespace IntelMQ.Text;

/// <summary>A Python pattern in .NET's syntax.</summary>
/// <param name="Pattern">The pattern; all groups unnamed.</param>
/// <param name="Options">What of the switches .NET does itself.</param>
/// <param name="GroupNames">The numbers of named groups.</param>
/// <param name="GroupCount">How many groups there are.</param>
/// <param name="Literal">The text that the pattern stands for, where it is nothing but text.</param>
internal sealed record PythonRegexTranslation(
    string Pattern, RegexOptions Options, IReadOnlyDictionary<string, int> GroupNames, int GroupCount, string? Literal);
