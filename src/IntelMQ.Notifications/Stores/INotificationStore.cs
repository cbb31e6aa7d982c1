using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Stores;

/// <summary>Keeps directives, the mails made of them, and what was told, in one place, so that each step is one transaction. Thread-safe.</summary>
public interface INotificationStore : IDirectiveStore, IOutbox, IAsyncDisposable
{
    /// <summary>Makes what the store needs, where it is missing.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The store gives no service, or is of a later version than this program.</exception>
    ValueTask MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Sends nothing to an address any more.</summary>
    /// <param name="address">The address.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask DisableAsync(string address, string reason, CancellationToken cancellationToken);

    /// <summary>Sends to an address again.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was disabled.</returns>
    ValueTask<bool> EnableAsync(string address, CancellationToken cancellationToken);

    /// <summary>Finds which of the addresses are disabled.</summary>
    /// <param name="addresses">The addresses; <see langword="null"/> for all that are disabled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<DisabledAddress>> FindDisabledAsync(IReadOnlyCollection<string>? addresses, CancellationToken cancellationToken);
}
