using IntelMQ.Records;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Dashboard.Access;

/// <summary>Notes who does what, before it is done: what cannot be noted is not done.</summary>
internal sealed class Trail(IRecords records, ILogger log)
{
    // A definition may be long; what is shown of a change need not be whole.
    private const int Longest = 64 * 1024;

    public async Task AddAsync(Caller caller, string action, string target, string? before = null, string? after = null, string? note = null, CancellationToken cancellationToken = default)
    {
        await records.Audit.AddAsync(new AuditEntry(caller.Name, action, target) { Before = Cut(before), After = Cut(after), Note = Cut(note) }, cancellationToken).ConfigureAwait(false);
        string who = Text.Printable.Of(caller.Name);
        string what = Text.Printable.Of(target);
        GateLog.Done(log, who, action, what);
    }

    private static string? Cut(string? text) => text is { Length: > Longest } ? text[..Longest] : text;
}
