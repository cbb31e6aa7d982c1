using System.Runtime.CompilerServices;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>
/// IntelMQ's dump files, <c>BOTID.dump</c>: one JSON object of failures by the time they were stored. Read and written entry by entry, so
/// that a dump of any size passes.
/// </summary>
public static class IntelMQDump
{
    /// <summary>The largest entry that is read, in bytes of JSON: 256 MiB.</summary>
    public const int MaxEntryBytes = 256 << 20;

    private const int PartBytes = 64 << 10;

    /// <summary>Writes failures as a dump file that <c>intelmqdump</c> reads: sorted keys, four blanks of indentation.</summary>
    /// <remarks>
    /// The file's keys are times, so failures of the same microsecond are moved apart, each by one more. The field, the offset and what
    /// was cut have no place in the format.
    /// </remarks>
    /// <param name="failures">Oldest first, as a store reads them.</param>
    /// <param name="output">Takes the JSON; stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many were written.</returns>
    public static Task<long> ExportAsync(IAsyncEnumerable<StoredFailure> failures, Stream output, CancellationToken cancellationToken = default)
        => ExportAsync(failures, output, static bot => $"{bot}-queue", cancellationToken);

    /// <inheritdoc cref="ExportAsync(IAsyncEnumerable{StoredFailure}, Stream, CancellationToken)"/>
    /// <param name="failures">Oldest first, as a store reads them.</param>
    /// <param name="output">Takes the JSON; stays open.</param>
    /// <param name="sourceQueue">The queue where a bot's messages come from, by the bot's id; IntelMQ's habit is <c>BOTID-queue</c>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<long> ExportAsync(
        IAsyncEnumerable<StoredFailure> failures,
        Stream output,
        Func<string, string> sourceQueue,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failures);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(sourceQueue);
        var buffer = new Utf8Buffer(PartBytes);
        long count = 0;
        var last = default(DumpKey);
        await foreach (StoredFailure stored in failures.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            last = DumpKey.After(last, stored.Time);
            buffer.Append(count == 0 ? "{\n    "u8 : ",\n    "u8);
            DumpEntry.Write(last, stored.Failure, sourceQueue(stored.Failure.BotId), buffer);
            count++;
            if (buffer.Length < PartBytes)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            // One large entry must not keep its memory until the end.
            buffer = new Utf8Buffer(PartBytes);
        }

        buffer.Append(count == 0 ? "{}"u8 : "\n}"u8);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Reads a dump file. Messages that IntelMQ kept as Base64 are decoded: where they are no message even so, they become the raw data of a
    /// report.
    /// </summary>
    /// <param name="input">The file; stays open.</param>
    /// <param name="schema">The schema of the messages.</param>
    /// <param name="unreadable">Told of each entry that cannot be read, with its key and the reason, and of damage that ends the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The failures with their times, in the file's order, numbered by their place from 1 on.</returns>
    public static async IAsyncEnumerable<StoredFailure> ImportAsync(
        Stream input,
        Schema schema,
        Action<UnreadableDumpEntry> unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(unreadable);
        var members = new DumpReader(input);
        var messages = new MessageReader(schema);
        long id = 0;
        while (await members.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            id++;
            StoredFailure? failure = DumpEntry.Read(id, members.Key, members.Value.Span, messages, out string? reason);
            if (failure is null)
                unreadable(new UnreadableDumpEntry(members.Key, reason!));
            else
                yield return failure;
        }

        if (members.Fault is not null)
            unreadable(new UnreadableDumpEntry(members.Key, members.Fault));
    }
}

/// <summary>An entry of a dump file that cannot be read.</summary>
/// <param name="Key">Its key, a time; the one before it, or empty, where the file itself is damaged.</param>
/// <param name="Reason">A sentence that says why.</param>
public sealed record UnreadableDumpEntry(string Key, string Reason);
