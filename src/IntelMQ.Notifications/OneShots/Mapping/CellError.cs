namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>What is wrong with a row, and where.</summary>
/// <param name="Row">The row, from 1, the header not counted.</param>
/// <param name="Line">The line of the file; 0 where it has none.</param>
/// <param name="Column">The column's name; <see langword="null"/> where it is the row as a whole.</param>
/// <param name="Field">The field; <see langword="null"/> where none is meant.</param>
/// <param name="Value">The cell, with controls shown as numbers, and cut after 200 characters.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record CellError(long Row, long Line, string? Column, string? Field, string Value, string Reason)
{
    private const int Longest = 200;

    /// <summary>A text from outside as errors show it.</summary>
    /// <param name="text">The text.</param>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string cut = text.Length > Longest ? text[..Longest] : text;
        string shown = IntelMQ.Text.Printable.Of(cut);
        return shown.Length > Longest || text.Length > Longest ? $"{shown[..Math.Min(shown.Length, Longest)]}…" : shown;
    }
}
