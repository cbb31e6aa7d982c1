using IntelMQ.Http;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>Fetches the schema that Shadowserver publishes.</summary>
internal static class ShadowserverSchemaDownload
{
    private const string Address = "https://interchange.shadowserver.org/intelmq/v1/schema";
    private const int MaxSize = 64 * 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Fetches it.</summary>
    /// <exception cref="IOException">There is none to be had, or what came is none; the message says why.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public static async Task<(byte[] Json, ShadowserverSchema Schema)> RunAsync(BotServices services, CancellationToken cancellationToken)
    {
        if (services.Http is null)
            throw new IOException("the host provides no HTTP client.");
        var http = new HttpSession(services.Http, new HttpRequestSettings { Timeout = Timeout }, services.Time);
        byte[] json = await ReadAsync(http, cancellationToken).ConfigureAwait(false);
        if (!ShadowserverSchema.TryParse(json, out ShadowserverSchema? schema, out string? error))
            throw new IOException($"what came from {Address} {error}.");
        return schema.DateCreated is null ? throw new IOException($"what came from {Address} does not say when it was made.") : (json, schema);
    }

    private static async Task<byte[]> ReadAsync(HttpSession http, CancellationToken cancellationToken)
    {
        await using HttpDownload response = await http.OpenAsync(static () => new HttpRequestMessage(HttpMethod.Get, Address), cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
            throw new HttpServiceException($"{Address} answered with status {response.Status}.");
        using var content = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        int read;
        while ((read = await response.Content.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > MaxSize)
                throw new IOException($"it has more than {MaxSize} bytes.");
            content.Write(part, 0, read);
        }

        return content.ToArray();
    }
}
