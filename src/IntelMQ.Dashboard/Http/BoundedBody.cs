using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>Reads a request's body up to a size.</summary>
internal static class BoundedBody
{
    /// <exception cref="BadHttpRequestException">It is longer (413).</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            throw TooLong(most);
        return await ReadAsync(request.Body, most, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="BadHttpRequestException">It is longer (413).</exception>
    public static async Task<byte[]> ReadAsync(Stream body, long most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > most)
                throw TooLong(most);
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static BadHttpRequestException TooLong(long most) => new($"The request's body is longer than {most} bytes.", StatusCodes.Status413PayloadTooLarge);
}
