using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelMQ.Hosting.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Answers one request.</summary>
internal sealed partial class ControlHandler(IHostControl host, string? token, ILogger log)
{
    private const string Scheme = "Bearer ";

    public async Task HandleAsync(HttpContext context)
    {
        byte[] answer;
        try
        {
            answer = await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            await RefuseAsync(context, ControlProblem.Of(exception)).ConfigureAwait(false);
            return;
        }
        catch (BadHttpRequestException exception)
        {
            ControlProblem problem = ControlProblem.Of(new ControlException(ControlFault.Invalid, exception.Message));
            await RefuseAsync(context, problem with { Status = exception.StatusCode }).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // A defect must not end the connection without a word.
        catch (Exception exception)
        {
            LogDefect(log, context.Request.Path, exception);
            await RefuseAsync(context, ControlProblem.Of(new ControlException(ControlFault.Defect, $"{exception.GetType().Name}: {exception.Message}"))).ConfigureAwait(false);
            return;
        }
#pragma warning restore CA1031
        await WriteAsync(context, 200, "application/json", answer).ConfigureAwait(false);
    }

    private async Task<byte[]> AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (token is not null && !IsAllowed(request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ControlException(ControlFault.Denied, "The token is missing or wrong.");
        }

        string path = request.Path.Value ?? "";
        bool isLooking = ControlCommands.Looking.TryGetValue(path, out ControlCommands.Handler? handler);
        if (!isLooking && !ControlCommands.Doing.TryGetValue(path, out handler))
            throw new ControlException(ControlFault.NotFound, $"There is no command '{path}'.");
        if (request.Method != (isLooking ? HttpMethods.Get : HttpMethods.Post))
        {
            context.Response.Headers.Allow = isLooking ? HttpMethods.Get : HttpMethods.Post;
            throw new BadHttpRequestException($"'{path}' is asked with {context.Response.Headers.Allow}.", StatusCodes.Status405MethodNotAllowed);
        }

        ControlRequest asked = isLooking ? new ControlRequest() : await ReadAsync(request, context.RequestAborted).ConfigureAwait(false);
        return await handler!(host, asked, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ControlRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A page in a browser cannot send this type to a foreign place without asking first.
        if (request.ContentType?.Split(';')[0].Trim() != "application/json")
            throw new BadHttpRequestException("The request's type is not application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ControlJson.Default.ControlRequest, cancellationToken).ConfigureAwait(false) ?? new ControlRequest();
        }
        catch (JsonException exception)
        {
            throw new ControlException(ControlFault.Invalid, $"The request cannot be read: {exception.Message}");
        }
    }

    private bool IsAllowed(HttpRequest request)
    {
        string given = request.Headers.Authorization.ToString();
        // Hashes have one length, so that the comparison says nothing of the token's.
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[Scheme.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(token!)));
    }

    private static Task RefuseAsync(HttpContext context, ControlProblem problem)
        => WriteAsync(context, problem.Status, ControlProblem.MediaType, JsonSerializer.SerializeToUtf8Bytes(problem, ControlJson.Default.ControlProblem));

    private static Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The command {Path} failed by a defect.")]
    private static partial void LogDefect(ILogger log, string path, Exception exception);
}
