using System.Net;
using System.Net.Http;
using System.Text;

namespace IntelMQ.Testing;

/// <summary>An answer of <see cref="CannedHttp"/>.</summary>
public sealed class CannedResponse
{
    private readonly Exception? _thrown;

    /// <summary>Creates the answer.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    public CannedResponse(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        Status = status;
        Body = body;
    }

    private CannedResponse(Exception thrown) => _thrown = thrown;

    /// <summary>The status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Headers of the answer and its body, such as <c>Content-Type</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The reason phrase; <see langword="null"/> for the usual one of the status.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>Status 200 and a text as UTF-8.</summary>
    public static CannedResponse Text(string text) => new(HttpStatusCode.OK, Encoding.UTF8.GetBytes(text));

    /// <summary>Status 200 and JSON.</summary>
    public static CannedResponse Json(string json)
        => new(HttpStatusCode.OK, Encoding.UTF8.GetBytes(json)) { Headers = [new("Content-Type", "application/json")] };

    /// <summary>A status without a body.</summary>
    public static CannedResponse Of(HttpStatusCode status) => new(status, default);

    /// <summary>No answer: the request ends with an exception.</summary>
    public static CannedResponse Throws(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(exception);
    }

    internal HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        if (_thrown is not null)
            throw _thrown;
        var message = new HttpResponseMessage(Status) { RequestMessage = request, Content = new ReadOnlyMemoryContent(Body), ReasonPhrase = ReasonPhrase };
        foreach ((string name, string value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
