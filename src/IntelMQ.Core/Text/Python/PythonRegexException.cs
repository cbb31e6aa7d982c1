namespace IntelMQ.Text;

/// <summary>A pattern that is not Python's; leaves the translator only as a text.</summary>
internal sealed class PythonRegexException(string message) : Exception(message);
