namespace IntelMQ.Text;

/// <summary>Ends sentences that are put together of parts, some of which end with a full stop already.</summary>
internal static class Sentence
{
    /// <summary>The text with one full stop at its end, or the question mark that is there.</summary>
    public static string Ended(string text)
    {
        string trimmed = text.TrimEnd('.');
        bool isCut = text.Length - trimmed.Length >= 3;
        return trimmed.Length == 0 || isCut ? text : trimmed[^1] is '?' or '!' ? trimmed : trimmed + ".";
    }

    /// <summary>The text without the second of two full stops at its end; one that has none stays as it is.</summary>
    public static string WithoutDouble(string text)
        => text.EndsWith("?.", StringComparison.Ordinal) || (text.EndsWith("..", StringComparison.Ordinal) && !text.EndsWith("...", StringComparison.Ordinal)) ? text[..^1] : text;
}
