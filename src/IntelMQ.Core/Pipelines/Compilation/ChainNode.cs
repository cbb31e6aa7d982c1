using IntelMQ.Bots;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>A bot as one instance of a stage sees it. The counts are those since the last commit.</summary>
internal sealed class ChainNode(GraphBot bot, int instance)
{
    public string Id { get; } = bot.Id;

    public Bot Bot { get; } = bot.BotOf(instance);

    public Expert? Expert { get; } = bot.BotOf(instance) as Expert;

    /// <summary>What the bot remembers; <see langword="null"/> where it remembers nothing.</summary>
    public BotState? State { get; } = bot.BotOf(instance).State is { IsUsed: true } state ? state : null;

    public BotMeter Meter { get; } = bot.Meter;

    public ChainPort Default { get; set; } = null!;

    public ChainPort OnError { get; set; } = null!;

    /// <summary>The paths that the bot declares.</summary>
    public ChainPort[] Named { get; set; } = [];

    public long Received { get; set; }

    public long Failed { get; set; }

    public long Dropped { get; set; }

    public ChainPort? Find(string path)
    {
        foreach (ChainPort port in Named)
        {
            if (port.Path == path)
                return port;
        }

        return path == BotPath.Default ? Default : path == BotPath.OnError ? OnError : null;
    }

    /// <summary>Forgets the counts of what is done again. What a head of another kind has received is not counted again.</summary>
    public void TakeBack()
    {
        if (Expert is not null)
            Received = 0;
        (Failed, Dropped) = (0, 0);
        (Default.Sent, OnError.Sent) = (0, 0);
        foreach (ChainPort port in Named)
            port.Sent = 0;
    }

    public void Flush()
    {
        if (Received > 0)
            Meter.AddReceived(Received);
        if (Dropped > 0)
            Meter.AddDropped(Dropped);
        (Received, Failed, Dropped) = (0, 0, 0);
        Flush(Default);
        Flush(OnError);
        foreach (ChainPort port in Named)
            Flush(port);
    }

    private void Flush(ChainPort port)
    {
        if (port.Sent > 0)
            Meter.AddSent(port.Path, port.Sent);
        port.Sent = 0;
    }
}
