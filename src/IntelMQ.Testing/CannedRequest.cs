using System.Net.Http;
using System.Text;

namespace IntelMQ.Testing;

/// <summary>A request that <see cref="CannedHttp"/> was sent.</summary>
public sealed class CannedRequest
{
    internal CannedRequest(HttpRequestMessage request, byte[] body)
    {
        Method = request.Method;
        Url = request.RequestUri!;
        Body = body;
        var headers = new List<KeyValuePair<string, string>>();
        foreach ((string name, IEnumerable<string> values) in request.Headers)
            headers.Add(new(name, string.Join(", ", values)));
        if (request.Content is not null)
        {
            foreach ((string name, IEnumerable<string> values) in request.Content.Headers)
                headers.Add(new(name, string.Join(", ", values)));
        }

        Headers = headers;
    }

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The URL, with its query.</summary>
    public Uri Url { get; }

    /// <summary>The headers, those of the body too; several values of one name are joined.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The value of a header; <see langword="null"/> where it was not sent.</summary>
    public string? Header(string name)
    {
        foreach ((string known, string value) in Headers)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Url}";
}
