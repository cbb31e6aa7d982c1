using System.Runtime.CompilerServices;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Collectors;

/// <summary>Lines that come over HTTP for as long as the answer lasts: a report each.</summary>
/// <param name="session">Sends the request.</param>
/// <param name="url">What is asked for.</param>
/// <param name="maxSize">The most bytes of a line.</param>
/// <param name="report">Makes the report of a line.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpLineStream(HttpSession session, Uri url, int maxSize, Func<ReadOnlyMemory<byte>, Report> report, TimeProvider time)
{
    private static readonly byte[] Blanks = [.. " \t\n\r\v\f"u8];

    /// <summary>Whether white space around lines goes; blank lines then are no lines.</summary>
    public bool StripsLines { get; init; }

    /// <exception cref="IOException">The stream cannot be opened or breaks off.</exception>
    public async IAsyncEnumerable<CollectedReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpDownload answer = await session.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, url), cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            if (!answer.IsSuccess)
                throw StreamBusyException.For(HttpSession.Shown(url), answer.Status, answer.Header("Retry-After"), time);
            using var lines = new StreamLines(answer.Content, maxSize);
            await foreach (StreamLine line in lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (line.IsTooLong)
                    yield return new CollectedReport(new Failure(report(line.Data), $"A line has more than {maxSize} bytes, which max_line_size does not allow.") { TruncatedFrom = line.Length });
                else if (Content(line.Data) is { IsEmpty: false } data)
                    yield return new CollectedReport(report(data)) { Identity = StreamIdentity.New() };
            }
        }
    }

    private ReadOnlyMemory<byte> Content(byte[] line)
    {
        if (!StripsLines)
            return line;
        int start = line.AsSpan().IndexOfAnyExcept(Blanks);
        return start < 0 ? default : line.AsMemory(start..(line.AsSpan().LastIndexOfAnyExcept(Blanks) + 1));
    }
}
