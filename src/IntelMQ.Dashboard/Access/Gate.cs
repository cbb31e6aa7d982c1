using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Dashboard.Access;

/// <summary>Says who asks, and whether anybody may at all.</summary>
internal sealed class Gate(DashboardOptions options, Sessions sessions, ILogger log)
{
    /// <summary>The cookie of a session.</summary>
    public const string Cookie = "intelmq-session";

    private const string Bearer = "Bearer ";

    /// <summary>Whether the host has authenticated and let in who asks.</summary>
    public static bool IsHosts(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        return metadata is not null && metadata.GetMetadata<IAllowAnonymous>() is null
            && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null);
    }

    /// <summary>Whether nobody may use it, which is said in the log, too.</summary>
    public bool IsClosed(HttpContext context)
    {
        if (IsHosts(context) || options.Access != DashboardAccess.Closed)
            return false;
        GateLog.Closed(log, context.Request.Path);
        return true;
    }

    /// <summary>Whether users of our own sign in here.</summary>
    public bool HasUsers(HttpContext context) => !IsHosts(context) && options.Access == DashboardAccess.Users;

    /// <summary>Who asks; <see langword="null"/> where nobody knows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isBare">Whether the header holds the token alone, as IntelMQ's clients send it, and cookies do not count.</param>
    public async Task<Caller?> FindAsync(HttpContext context, bool isBare)
    {
        if (IsHosts(context))
        {
            string name = context.User.Identity?.Name is { Length: > 0 } given ? given : "(no name)";
            return options.RoleOf(context.User) is { } role ? new Caller(name, role, null, true) : null;
        }

        if (options.Access == DashboardAccess.Anyone)
            return new Caller("anyone", options.AnyoneRole, null, true);
        if (options.Access != DashboardAccess.Users)
            return null;
        string header = context.Request.Headers.Authorization.ToString();
        if (isBare)
            return await sessions.FindAsync(header, false, context.RequestAborted).ConfigureAwait(false);
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return await sessions.FindAsync(header[Bearer.Length..].Trim(), false, context.RequestAborted).ConfigureAwait(false);
        return context.Request.Cookies.TryGetValue(Cookie, out string? cookie) && cookie is not null
            ? await sessions.FindAsync(cookie, true, context.RequestAborted).ConfigureAwait(false)
            : null;
    }
}
