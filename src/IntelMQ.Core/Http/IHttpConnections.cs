namespace IntelMQ.Http;

/// <summary>Gives clients by the way in which they connect: <see cref="HttpConnections"/>, or a host's own.</summary>
public interface IHttpConnections
{
    /// <summary>A client for connections of one kind; not to be disposed of by whoever asks.</summary>
    /// <remarks>
    /// It follows no redirects and keeps no cookies (<see cref="HttpSession"/> sees to redirects), has no time-out of its own, and unpacks
    /// answers that are packed for the way.
    /// </remarks>
    /// <param name="settings">The kind of connections.</param>
    /// <exception cref="IOException">A file that the settings name cannot be read.</exception>
    HttpClient ClientFor(HttpConnectionSettings settings);
}
