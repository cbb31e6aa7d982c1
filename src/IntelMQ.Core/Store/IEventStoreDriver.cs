namespace IntelMQ.Store;

/// <summary>
/// A driver (<see cref="System.Data.Common.DbProviderFactory"/>) whose database can keep an event store. Handed to bots in
/// <see cref="Bots.BotServices.Databases"/>, as any driver.
/// </summary>
public interface IEventStoreDriver
{
    /// <summary>Gets a store ready; connects to nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    SqlEventStore OpenStore(SqlStoreSettings settings);
}
