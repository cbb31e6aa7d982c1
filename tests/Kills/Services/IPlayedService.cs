namespace Kills.Services;

/// <summary>A service that outlives the workers that collect from it.</summary>
internal interface IPlayedService : IAsyncDisposable
{
    /// <summary>Where workers find it: a port, or what else they connect to.</summary>
    string Place { get; }

    /// <summary>How many reports there were so far; they are numbered from 0.</summary>
    int Count { get; }

    /// <summary>Adds reports.</summary>
    void Add(int count);
}
