namespace IntelMQ.Templates;

/// <summary>A template cannot be read, or asks for something that cannot be done.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The character of the line, from 1.</param>
    /// <param name="reason">What is wrong, as a sentence.</param>
    public TemplateException(int line, int column, string reason)
        : base($"line {line}, column {column}: {reason}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The character of the line, from 1.</summary>
    public int Column { get; }
}
