using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.Access;

/// <summary>
/// Proves that a form that is sent is one of ours: a hidden field whose value only a page of ours knows, made of the session, or of a cookie that no script
/// reads where there is none. And the browser has to say that the request comes from the same origin, where it says anything.
/// </summary>
internal static class FormToken
{
    /// <summary>The hidden field.</summary>
    public const string Field = "proof";

    private const string Cookie = "intelmq-form";
    private const int CookieBytes = 16;

    /// <summary>The proof for a page; where it needs a cookie, that is set.</summary>
    public static string Of(HttpContext context, string? session, string path)
    {
        if (session is not null)
            return Proof(session);
        if (Known(context) is { } known)
            return Proof(known);
        string made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CookieBytes));
        context.Response.Cookies.Append(Cookie, made, Strict(context, path));
        return Proof(made);
    }

    /// <summary>Whether a form that was sent is one of ours.</summary>
    public static bool IsOurs(HttpContext context, string? session, string given)
    {
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin"))
            return false;
        string? secret = session ?? Known(context);
        return secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(Proof(secret))));
    }

    /// <summary>How cookies are set: for this path alone, out of scripts' reach, and not sent from other sites.</summary>
    public static CookieOptions Strict(HttpContext context, string path) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = path, IsEssential = true };

    private static string? Known(HttpContext context)
        => context.Request.Cookies.TryGetValue(Cookie, out string? cookie) && cookie?.Length == CookieBytes * 2 ? cookie : null;

    private static string Proof(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"intelmq form {secret}")));
}
