namespace IntelMQ.Bots.Lookups;

/// <summary>Parameters of experts that ask a service over HTTP: those of <see cref="HttpConnectionOptions"/>.</summary>
public abstract partial class HttpExpertOptions : BotOptions
{
    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>Complains where an address that is given is not one of HTTP.</summary>
    /// <param name="parameter">The parameter's name, in snake case.</param>
    /// <param name="url">The address.</param>
    /// <param name="complaints">Takes the complaint.</param>
    protected static void ValidateUrl(string parameter, string? url, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(url) && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add($"{parameter} must be an address that begins with http:// or https://.");
    }
}
