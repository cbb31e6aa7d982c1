using System.Net;

namespace IntelMQ.Bots;

/// <summary>The DNS questions that bots ask.</summary>
public interface IDnsResolver
{
    /// <summary>The addresses of a name, in the order answered; empty where the name has none.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAddressesAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names that a reverse look-up of the address gives; empty where there are none.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    Task<IReadOnlyList<string>> ResolvePointersAsync(IPAddress address, CancellationToken cancellationToken);

    /// <summary>The texts under a name, each record's strings joined; empty where there are none.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    Task<IReadOnlyList<string>> ResolveTextsAsync(string name, CancellationToken cancellationToken);
}
