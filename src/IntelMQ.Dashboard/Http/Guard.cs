using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>What stands before every handler: closed doors, headers, and a word for whatever goes wrong.</summary>
internal sealed class Guard(Workings workings, RequestDelegate next, bool isApi = false)
{
    public async Task HandleAsync(HttpContext context)
    {
        Replies.Protect(context.Response);
        if (workings.Gate.IsClosed(context))
        {
            await TellAsync(context, StatusCodes.Status403Forbidden, "The dashboard is closed; the host's log says how to open it.").ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await TellAsync(context, exception.StatusCode, exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // A defect must not end the connection without a word, nor tell strangers what is inside.
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            GateLog.Defect(workings.Log, context.Request.Path, exception);
            if (isApi)
                await Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "A defect; the host's log tells more.").ConfigureAwait(false);
            else
                await Replies.TextAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error").ConfigureAwait(false);
        }
#pragma warning restore CA1031
    }

    private Task TellAsync(HttpContext context, int status, string message)
        => isApi ? Problems.WriteAsync(context, status, message) : Replies.JsonAsync(context, status, new JsonObject { ["error"] = message });
}
