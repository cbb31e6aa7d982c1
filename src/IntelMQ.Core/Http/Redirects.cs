using System.Net;

namespace IntelMQ.Http;

/// <summary>Where answers redirect to.</summary>
internal static class Redirects
{
    /// <summary>The address that an answer redirects to; <see langword="null"/> where it is no redirect, or names none.</summary>
    public static Uri? TargetOf(HttpResponseMessage response, Uri asked)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            return null;
        string? text = response.Headers.TryGetValues("Location", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
        return string.IsNullOrEmpty(text) ? null
            : Uri.TryCreate(asked, text, out Uri? target) ? target
            : throw new HttpServiceException($"{HttpSession.Shown(asked)} redirects to what is no address.");
    }

    /// <summary>Keeps what an answer sets for the requests that it redirects to; forgotten with the last of them.</summary>
    public static void KeepCookies(HttpResponseMessage response, Uri url, CookieContainer cookies)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? values))
            return;
        foreach (string value in values)
        {
            try
            {
                cookies.SetCookies(url, value);
            }
            catch (CookieException)
            {
                // Not one of this host, or none at all.
            }
        }
    }
}
