using System.Diagnostics.CodeAnalysis;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>The form in which stores keep a failure: one line of JSON, with the message as IntelMQ writes it.</summary>
public static class FailureFormat
{
    /// <summary>Appends a failure, its line feed included.</summary>
    /// <param name="id">The store's number of it.</param>
    /// <param name="time">When it was stored.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="output">Takes the line.</param>
    public static void Write(long id, DateTimeOffset time, Failure failure, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(output);
        FailureLine.Write(id, time, failure, output);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="messages">Reads the message.</param>
    /// <param name="stored">The failure.</param>
    /// <param name="fault">Why it cannot be read: a part of a sentence that begins with "is" or "holds".</param>
    public static bool TryRead(ReadOnlySpan<byte> line, MessageReader messages, [NotNullWhen(true)] out StoredFailure? stored, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(messages);
        stored = FailureLine.Read(line, messages, out fault);
        if (stored is not null)
            fault = null;
        else
            fault ??= "is not an entry of a store";
        return stored is not null;
    }
}
