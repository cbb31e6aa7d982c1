using System.Security.Cryptography;
using System.Text;
using IntelMQ.State;

namespace IntelMQ.Bots.Collectors;

/// <summary>What a collector has taken of its source, by names that the source gives: it is not taken again.</summary>
/// <param name="state">Where it is remembered, together with the reports.</param>
/// <param name="timeToLive">How long; <see cref="TimeSpan.Zero"/> for ever.</param>
/// <param name="shared">Where bots in Python remember the same; <see langword="null"/> where none does.</param>
internal sealed class TakenItems(BotState state, TimeSpan timeToLive, SharedCache? shared)
{
    private readonly StateValues _taken = state.Values("taken", new StateSpaceOptions { Shared = shared });
    private readonly TimeSpan? _timeToLive = timeToLive == TimeSpan.Zero ? null : timeToLive;

    /// <summary>Whether an item was taken.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => _taken.TryGet(KeyOf(name), out _);

    /// <summary>Whether an item was taken, and still is what it was.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">What changes with it.</param>
    public bool Contains(string name, string version)
        => _taken.TryGet(KeyOf(name), out ReadOnlyMemory<byte> value) && value.Span.SequenceEqual(Encoding.UTF8.GetBytes(version));

    /// <summary>The change that belongs to the item's report.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">What changes with it.</param>
    public StateChange Take(string name, string version) => _taken.ChangeOf(KeyOf(name), Encoding.UTF8.GetBytes(version), _timeToLive);

    // A source may give names that are longer than a key may be.
    private static byte[] KeyOf(string name)
    {
        byte[] key = Encoding.UTF8.GetBytes(name);
        return key.Length is > 0 and <= StateLimits.MaxKey ? key : SHA256.HashData(key);
    }
}
