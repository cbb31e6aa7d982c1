namespace IntelMQ.Bots;

/// <summary>A bot's parameters cannot be used; the message lists every complaint.</summary>
public sealed class BotConfigurationException : Exception
{
    /// <summary>Creates the exception from all complaints.</summary>
    /// <param name="bot">The bot's id, module or class.</param>
    /// <param name="complaints">Every complaint: which parameter, what is wrong, what to do.</param>
    public BotConfigurationException(string bot, IReadOnlyList<string> complaints)
        : base(complaints.Count == 1
            ? $"{bot}: {complaints[0]}"
            : $"{bot}:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", complaints)}")
    {
        Bot = bot;
        Complaints = complaints;
    }

    /// <summary>The bot's id, module or class.</summary>
    public string Bot { get; }

    /// <summary>Every complaint.</summary>
    public IReadOnlyList<string> Complaints { get; }
}
