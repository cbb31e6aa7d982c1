using IntelMQ.Http;

namespace IntelMQ.Bots;

/// <summary>Asks over HTTP as the parameters say; see <see cref="HttpSession"/>.</summary>
public sealed class HttpLookup
{
    private readonly HttpSession _session;

    /// <summary>Asks in a session, such as <see cref="HttpConnectionOptions.OpenSession(BotServices, string)"/> opens.</summary>
    public HttpLookup(HttpSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
    }

    /// <summary>Asks for the answer to a GET request.</summary>
    /// <param name="url">What is asked for; complaints name it without its query.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public Task<HttpAnswer> GetAsync(Uri url, CancellationToken cancellationToken)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, url), readsBody: true, cancellationToken);

    /// <summary>Asks for the answer to a GET request with a header, such as one of authorization.</summary>
    /// <param name="url">What is asked for; complaints name it without its query.</param>
    /// <param name="header">The header's name.</param>
    /// <param name="value">The header's value.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public Task<HttpAnswer> GetAsync(Uri url, string header, string value, CancellationToken cancellationToken)
    {
        return SendAsync(Make, readsBody: true, cancellationToken);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation(header, value);
            return request;
        }
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="make">Makes the request, anew for each try.</param>
    /// <param name="readsBody">Whether the body is read; otherwise it is left alone and empty here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LookupException">No answer came in time, or it was too large. A status of failure is an answer.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> make, bool readsBody, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            return new HttpAnswer(await _session.SendAsync(make, readsBody, cancellationToken).ConfigureAwait(false));
        }
        catch (HttpServiceException exception)
        {
            throw new LookupException(exception.Message, exception);
        }
    }
}
