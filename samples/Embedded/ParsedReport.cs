using IntelMQ.Failures;
using IntelMQ.Messages;

namespace Embedded;

/// <summary>What became of a report.</summary>
/// <param name="Events">The events, in IntelMQ's JSON.</param>
/// <param name="Failures">The lines that made none.</param>
public sealed record ParsedReport(IReadOnlyList<Event> Events, IReadOnlyList<LineError> Failures);

/// <summary>A line that made no event.</summary>
/// <param name="Line">Its number in the report, from 1; 0 for the whole report.</param>
/// <param name="Field">The field at fault, where one is.</param>
/// <param name="Reason">What is wrong, as a sentence.</param>
public sealed record LineError(long Line, string? Field, string Reason)
{
    internal static LineError Of(Failure failure) => new(failure.LineNumber, failure.Field, failure.Reason);
}
