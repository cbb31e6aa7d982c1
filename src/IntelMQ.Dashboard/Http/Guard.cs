using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Access;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Http;

/// <summary>What stands before every handler: closed doors, headers, and a word for whatever goes wrong.</summary>
internal sealed class Guard(Workings workings, RequestDelegate next)
{
    public async Task HandleAsync(HttpContext context)
    {
        Replies.Protect(context.Response);
        if (workings.Gate.IsClosed(context))
        {
            await Replies.JsonAsync(context, StatusCodes.Status403Forbidden, new JsonObject { ["error"] = "The dashboard is closed; the host's log says how to open it." }).ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Replies.JsonAsync(context, exception.StatusCode, new JsonObject { ["error"] = exception.Message }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // A defect must not end the connection without a word, nor tell strangers what is inside.
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            GateLog.Defect(workings.Log, context.Request.Path, exception);
            await Replies.TextAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error").ConfigureAwait(false);
        }
#pragma warning restore CA1031
    }
}
