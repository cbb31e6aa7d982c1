namespace IntelMQ.Bots;

/// <summary>
/// A driver (<see cref="System.Data.Common.DbProviderFactory"/>) that knows better than one insert per event how events are stored, and
/// which errors are the row's. Handed to bots in <see cref="BotServices.Databases"/>, as any driver.
/// </summary>
public interface IEventTableDriver
{
    /// <summary>Gets a table ready; connects to nothing yet.</summary>
    /// <param name="settings">The table and how it is reached.</param>
    IEventTable Open(EventTableSettings settings);
}

/// <summary>A table that takes events. For one caller at a time.</summary>
public interface IEventTable : IAsyncDisposable
{
    /// <summary>Connects once, to learn whether the database can be reached.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseServiceException">It cannot.</exception>
    ValueTask ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Stores events, all or none.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseServiceException">The database gives no service; nothing is stored as far as is known.</exception>
    /// <exception cref="RefusedException">An event does not fit the table; nothing is stored.</exception>
    ValueTask StoreAsync(IReadOnlyList<Messages.Event> events, CancellationToken cancellationToken);
}
