using System.Globalization;
using System.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>As much of an HTTP server as taking bodies needs: one request after the other, each bounded in size and time.</summary>
internal sealed class PushConnection(Stream stream, ApiCollector collector, ListenOptions options, TimeProvider time)
{
    private const string PushPath = "/intelmq/push";

    private readonly PushReader _reader = new(stream);

    /// <summary>Serves a request.</summary>
    /// <returns>Whether the connection may bring another.</returns>
    public async Task<bool> ServeAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.IdleTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        PushHead? head;
        ReadOnlyMemory<byte> body = default;
        int status;
        try
        {
            head = await _reader.ReadHeadAsync(either.Token).ConfigureAwait(false);
            if (head is null)
                return false;
            status = StatusOf(head);
            if (status == 0)
            {
                if (head.ExpectsContinue)
                    await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), either.Token).ConfigureAwait(false);
                body = await _reader.ReadBodyAsync(head, options.MaxReportSize, either.Token).ConfigureAwait(false);
            }
        }
        catch (PushException exception)
        {
            await AnswerAsync(exception.Status, closes: true, cancellationToken).ConfigureAwait(false);
            return false;
        }

        bool isRefused = status != 0;
        if (!isRefused)
            status = await collector.PushAsync(body, head.Credential, cancellationToken).ConfigureAwait(false);
        // The body of what was refused is not read: the connection cannot go on behind it.
        bool closes = head.Closes || status == 503 || (isRefused && head.HasBody);
        await AnswerAsync(status, closes, cancellationToken).ConfigureAwait(false);
        return !closes;
    }

    private int StatusOf(PushHead head)
    {
        if (head.Path != PushPath)
            return 404;
        if (head.Method != "POST")
            return 405;
        return collector.Allows(head.Credential) ? 0 : 401;
    }

    private async Task AnswerAsync(int status, bool closes, CancellationToken cancellationToken)
    {
        string extra = status switch
        {
            401 => "WWW-Authenticate: Bearer\r\n",
            405 => "Allow: POST\r\n",
            503 => "Retry-After: 10\r\n",
            _ => "",
        };
        string answer = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {ReasonOf(status)}\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: 0\r\n{extra}{(closes ? "Connection: close\r\n" : "")}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken).ConfigureAwait(false);
    }

    private static string ReasonOf(int status) => status switch
    {
        200 => "OK",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Bad Request",
    };
}
