namespace IntelMQ.Bots;

/// <summary>Is told what parsers saw of feeds, so that somebody notices when a feed changes (<see cref="BotServices.FeedWatch"/>).</summary>
public interface IFeedWatch
{
    /// <summary>A report was read to its end, or is of a type that nobody knows. Called by the threads of all parsers; must not throw.</summary>
    /// <param name="reading">What was seen.</param>
    void Saw(FeedReading reading);
}
