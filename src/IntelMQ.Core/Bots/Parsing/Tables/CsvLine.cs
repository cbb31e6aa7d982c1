namespace IntelMQ.Bots;

/// <summary>A line of a table, looked at both ways: as one that begins a row, and as one that goes on within quotes.</summary>
/// <param name="Start">Where the line begins.</param>
/// <param name="Length">How many bytes it has, without its end.</param>
/// <param name="End">Behind its line end.</param>
internal readonly record struct CsvLine(int Start, int Length, int End)
{
    /// <summary>The line as the first one of a row.</summary>
    public CsvLineState Outside { get; init; }

    /// <summary>The line as one that begins within quotes.</summary>
    public CsvLineState Inside { get; init; }

    /// <summary>How many separators this line and those read before it have, each begun within quotes.</summary>
    public long SeparatorsInside { get; init; }

    /// <summary>How many faults this line and those read before it have, each begun within quotes.</summary>
    public long FaultsInside { get; init; }
}

/// <summary>What a line's quotes and separators say.</summary>
/// <param name="IsOpen">Whether the line ends within quotes.</param>
/// <param name="Separators">How many separators stand outside of quotes.</param>
/// <param name="Faults">How many cells have text behind their closing quote.</param>
internal readonly record struct CsvLineState(bool IsOpen, int Separators, int Faults);
