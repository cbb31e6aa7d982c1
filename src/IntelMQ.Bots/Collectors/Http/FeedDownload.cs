using System.Net;
using System.Net.Http.Headers;
using IntelMQ.Http;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>What a feed's server says of the data that it gave, so that it can be asked whether it has changed.</summary>
/// <param name="Url">What was asked for.</param>
/// <param name="ETag">The header <c>ETag</c>.</param>
/// <param name="LastModified">The header <c>Last-Modified</c>.</param>
internal sealed record FeedVersion(string Url, string? ETag, string? LastModified);

/// <summary>Downloads a feed: asks for what has changed only, goes on where a large download broke off, and waits where the server says so.</summary>
/// <param name="session">Sends the requests.</param>
/// <param name="maxTries">How often the download is begun or gone on with.</param>
/// <param name="time">The clock.</param>
internal sealed class FeedDownload(HttpSession session, int maxTries, TimeProvider time)
{
    /// <summary>What the server says of the data.</summary>
    public FeedVersion? Version { get; private set; }

    /// <summary>The character set that the server declares.</summary>
    public string? Charset { get; private set; }

    /// <summary>The name that the header <c>Content-Disposition</c> gives, without folders.</summary>
    public string? FileName { get; private set; }

    /// <summary>Adds to each request what the server asks for, such as a token.</summary>
    public Action<HttpRequestMessage>? Prepare { get; init; }

    /// <summary>Downloads.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="known">What the server said of what is known already; <see langword="null"/> to have all of it.</param>
    /// <param name="spool">Takes the data.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether there is data; not where nothing has changed.</returns>
    /// <exception cref="HttpServiceException">There is none to be had.</exception>
    public async Task<bool> RunAsync(Uri url, FeedVersion? known, Spool spool, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            long have = spool.Length;
            HttpDownload answer = await session.OpenAsync(() => Request(url, known, have), cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                if (answer.Status == (int)HttpStatusCode.NotModified && known is not null)
                    return false;
                if (tries < maxTries && RetryAfter.Of(answer.Status, answer.Header("Retry-After"), time) is { } wait)
                {
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (!answer.IsSuccess)
                    throw new HttpServiceException($"{HttpSession.Shown(url)} answered with status {answer.Status}{(answer.Reason.Length == 0 ? "" : " ")}{answer.Reason}.") { Status = answer.Status };
                if (have > 0 && !Continues(answer, have))
                    spool.Clear();
                Version = new FeedVersion(url.OriginalString, answer.Header("ETag"), answer.Header("Last-Modified"));
                Charset = answer.Charset;
                FileName = NameIn(answer.Header("Content-Disposition"));
                // Without a length the answer may have been packed for the way: its bytes are not those that a range counts.
                bool mayGoOn = answer.Length is not null && StrongVersion is not null;
                try
                {
                    await spool.AppendAsync(answer.Content, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (HttpServiceException) when (mayGoOn && tries < maxTries)
                {
                    // The next try goes on where this one ended.
                }
            }
        }
    }

    private string? StrongVersion
        => Version?.ETag is { } tag && !tag.StartsWith("W/", StringComparison.Ordinal) ? tag : Version?.LastModified;

    private HttpRequestMessage Request(Uri url, FeedVersion? known, long have)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        Prepare?.Invoke(request);
        if (have > 0 && StrongVersion is { } version)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.TryAddWithoutValidation("If-Range", version);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        }
        else if (known is not null)
        {
            if (known.ETag is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", known.ETag);
            if (known.LastModified is not null)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", known.LastModified);
        }

        return request;
    }

    private static bool Continues(HttpDownload answer, long have)
        => answer.Status == (int)HttpStatusCode.PartialContent
            && ContentRangeHeaderValue.TryParse(answer.Header("Content-Range"), out ContentRangeHeaderValue? range) && range.From == have;

    private static string? NameIn(string? header)
    {
        if (!ContentDispositionHeaderValue.TryParse(header, out ContentDispositionHeaderValue? disposition))
            return null;
        string name = (disposition.FileNameStar ?? disposition.FileName ?? "").Trim('"');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.Length == 0 ? null : name;
    }
}
