using System.Buffers;
using System.Net;

namespace IntelMQ.Pipelines;

/// <summary>Brings names and addresses of hosts into one form, in which they can be compared.</summary>
internal static class HostName
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/\\@?# \t\r\n");

    /// <summary>The host that a parameter names, which may have a port behind it; <see langword="null"/> where it is more than that.</summary>
    public static string? In(string value)
    {
        if (IPAddress.TryParse(value, out IPAddress? address) && value.Contains(':', StringComparison.Ordinal))
            return address.ToString();
        // http knows all the forms of numbers that are addresses.
        return Uri.TryCreate($"http://{value}", UriKind.Absolute, out Uri? uri)
            && uri.UserInfo.Length == 0
            && uri.PathAndQuery == "/"
            && uri.Fragment.Length == 0
            && !value.AsSpan().ContainsAny(NotInHosts)
            ? Of(uri)
            : null;
    }

    /// <summary>The host of an address; <see langword="null"/> where it has none.</summary>
    public static string? Of(Uri uri)
    {
        string host = uri.IdnHost.TrimEnd('.');
        return host.Length == 0 ? null : IPAddress.TryParse(host, out IPAddress? address) ? address.ToString() : host;
    }

    /// <summary>A host as an operator allows it: a name, an address, or <c>*.</c> and a name.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static string OfAllowed(string host)
    {
        bool isBelow = host.StartsWith("*.", StringComparison.Ordinal);
        string name = isBelow ? host[2..] : host;
        string? found = HasPort(name) ? null : In(name);
        if (found is null || found.Contains('*', StringComparison.Ordinal) || (isBelow && IPAddress.TryParse(found, out _)))
            throw new ArgumentException($"'{host}' is no host: give a name or an address, without port and path, or *. and a name.", nameof(host));
        return isBelow ? $"*.{found}" : found;
    }

    private static bool HasPort(string name) => !IPAddress.TryParse(name, out _) && name.Contains(':', StringComparison.Ordinal);
}
