namespace IntelMQ.Bots.Sieve;

/// <summary>A rule of a rule file: an <c>if</c>, an <c>elif</c> or an <c>else</c>.</summary>
public sealed class SieveRule
{
    private long _hits;

    internal SieveRule(SievePosition position, string text)
    {
        Line = position.Line;
        Column = position.Column;
        Text = text;
    }

    /// <summary>The line where it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>The column where it begins, from 1.</summary>
    public int Column { get; }

    /// <summary>The key word with the condition, in one line.</summary>
    public string Text { get; }

    /// <summary>How many events it has matched since the program was read; explanations do not count.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    internal void Count() => Interlocked.Increment(ref _hits);

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Text}";
}
