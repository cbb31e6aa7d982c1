namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>Collects what is wrong with a file, up to a bound.</summary>
internal sealed class SieveErrors
{
    /// <summary>How many errors are told of one file.</summary>
    public const int Max = 100;

    private readonly List<SieveError> _errors = [];

    public bool IsEmpty => _errors.Count == 0;

    public bool IsFull => _errors.Count >= Max;

    public void Add(SievePosition position, string message)
    {
        if (!IsFull)
            _errors.Add(new SieveError(position.Line, position.Column, message));
    }

    /// <summary>All errors in the order of the file.</summary>
    public IReadOnlyList<SieveError> ToSortedList() => [.. _errors.OrderBy(static error => error.Line).ThenBy(static error => error.Column)];
}
