using IntelMQ.Notifications.OneShots.Mapping;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>Keeps one-shots and what people have saved for the next ones. Thread-safe.</summary>
public interface IOneShotStore
{
    /// <summary>Makes what the store needs, where it is missing.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The store gives no service.</exception>
    ValueTask MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Finds a one-shot.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<OneShot?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists one-shots, those begun last first.</summary>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<OneShot>> ListAsync(int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Saves a one-shot with the next version: a new one with version 0, another only where the store has the version that it has.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The one-shot with its new version; <see langword="null"/> where somebody else has changed it.</returns>
    ValueTask<OneShot?> SaveAsync(OneShot oneShot, CancellationToken cancellationToken);

    /// <summary>Lists the presets that people have saved.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<MappingPreset>> ListPresetsAsync(CancellationToken cancellationToken);

    /// <summary>Saves a preset; one of its name is replaced.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask SavePresetAsync(MappingPreset preset, CancellationToken cancellationToken);
}
