using System.Text;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve;

/// <summary>What a program does with one event.</summary>
public sealed class SieveExplanation
{
    internal SieveExplanation(Verdict verdict, Event result, IReadOnlyList<SieveStep> steps, SieveRuntimeException? error)
    {
        Verdict = verdict;
        Result = result;
        Steps = steps;
        Error = error;
    }

    /// <summary>Where the event goes; nowhere where a rule failed.</summary>
    public Verdict Verdict { get; }

    /// <summary>The event as it would go on, or as it was when a rule failed. The event that was asked about is unchanged.</summary>
    public Event Result { get; }

    /// <summary>The rules that matched and the actions that were carried out, in their order.</summary>
    public IReadOnlyList<SieveStep> Steps { get; }

    /// <summary>Why the rules could not be carried out to the end; <see langword="null"/> where they could.</summary>
    public SieveRuntimeException? Error { get; }

    /// <summary>A line for each step, and one for the end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (SieveStep step in Steps)
            text.Append(step).Append('\n');
        return text.Append(Error is null ? $"the event: {Verdict}" : $"failed at {Error.Message}").ToString();
    }
}
