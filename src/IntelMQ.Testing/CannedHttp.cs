using System.Diagnostics.CodeAnalysis;
using System.Net.Http;

namespace IntelMQ.Testing;

/// <summary>
/// Answers HTTP requests from a list and records them; nothing reaches the network. A request is matched by method and URL, the query in
/// any order. Several answers to one request are given in turn; the last one stays. What is not listed is refused like a connection that
/// nobody takes, with a message that names the request.
/// </summary>
public sealed class CannedHttp : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<CannedResponse>> _answers = new(StringComparer.Ordinal);
    private readonly List<CannedRequest> _requests = [];

    /// <summary>The requests so far, in their order, those that were refused among them.</summary>
    public IReadOnlyList<CannedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>Lists an answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The absolute URL, with its query.</param>
    /// <param name="response">The answer.</param>
    /// <returns>This, for the next answer.</returns>
    public CannedHttp On(HttpMethod method, string url, CannedResponse response)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(response);
        string key = KeyOf(method, new Uri(url, UriKind.Absolute));
        lock (_lock)
        {
            if (!_answers.TryGetValue(key, out Queue<CannedResponse>? queue))
                _answers.Add(key, queue = new Queue<CannedResponse>());
            queue.Enqueue(response);
        }

        return this;
    }

    /// <summary>Lists the answer to a GET request: status 200 and a text.</summary>
    /// <param name="url">The absolute URL, with its query.</param>
    /// <param name="text">The answer's body.</param>
    /// <returns>This, for the next answer.</returns>
    public CannedHttp OnGet(string url, string text) => On(HttpMethod.Get, url, CannedResponse.Text(text));

    /// <summary>A client that is answered from the list.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one client that never reaches the network.")]
    public HttpClient CreateClient() => new(this, disposeHandler: false);

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        return Answer(request, body.ToArray());
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, body);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        CannedResponse? response = null;
        string key = KeyOf(request.Method, request.RequestUri!);
        lock (_lock)
        {
            _requests.Add(new CannedRequest(request, body));
            if (_answers.TryGetValue(key, out Queue<CannedResponse>? queue))
                response = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
        }

        return response?.ToMessage(request)
            ?? throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"There is no canned answer to {request.Method} {request.RequestUri}; there are answers to: {string.Join(", ", _answers.Keys.Order(StringComparer.Ordinal))}.");
    }

    private static string KeyOf(HttpMethod method, Uri url)
    {
        string[] pairs = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = Uri.UnescapeDataString(pairs[i].Replace('+', ' '));
        Array.Sort(pairs, StringComparer.Ordinal);
        string path = Uri.UnescapeDataString(url.AbsolutePath);
        return $"{method.Method} {url.GetLeftPart(UriPartial.Authority)}{path}{(pairs.Length == 0 ? "" : "?")}{string.Join('&', pairs)}";
    }
}
