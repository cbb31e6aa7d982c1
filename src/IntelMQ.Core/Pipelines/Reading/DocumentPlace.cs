using System.Globalization;

namespace IntelMQ.Pipelines;

/// <summary>Where something stands in a document.</summary>
/// <param name="Source">The file, or a path of configuration; <see langword="null"/> where the document has no name.</param>
/// <param name="Line">The line, from 1; 0 where the document has no lines.</param>
/// <param name="Column">The column in characters, from 1; 0 where the document has no lines.</param>
public sealed record DocumentPlace(string? Source, int Line, int Column)
{
    /// <summary>Such as <c>runtime.json, line 3, column 5</c>.</summary>
    public override string ToString()
    {
        if (Line == 0)
            return Source ?? "";
        string position = string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}");
        return Source is null ? position : $"{Source}, {position}";
    }
}
