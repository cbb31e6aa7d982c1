using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Brokers;

/// <summary>Makes the broker of a name that configurations use; each package with a broker has one, and a host lists those it knows.</summary>
public interface IBrokerProvider
{
    /// <summary>The name, as in <c>source_pipeline_broker</c>.</summary>
    string Name { get; }

    /// <summary>What its brokers promise, for checks that do not connect.</summary>
    BrokerTraits Traits { get; }

    /// <summary>Makes the broker.</summary>
    /// <exception cref="ArgumentException">The settings cannot be used.</exception>
    /// <exception cref="IOException">It cannot be reached, or its file cannot be used.</exception>
    /// <exception cref="InvalidDataException">Its file is of another kind.</exception>
    ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken);
}

/// <summary>What a host hands to a broker.</summary>
/// <param name="Services">Clock, logs, secrets.</param>
/// <param name="Schema">The schema of the messages.</param>
/// <param name="StateFolder">The folder for what the host keeps.</param>
/// <param name="Failures">Where failures are kept, for brokers that do not keep them themselves; opened when it is asked for.</param>
public sealed record BrokerContext(BotServices Services, Schema Schema, string StateFolder, Func<IFailureStore> Failures)
{
    /// <summary>What a provider opened for its broker; the host disposes it after the broker.</summary>
    public IList<IAsyncDisposable> Owned { get; } = [];
}
