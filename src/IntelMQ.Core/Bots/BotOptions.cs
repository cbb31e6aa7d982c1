namespace IntelMQ.Bots;

/// <summary>
/// A bot's parameters. A property's name in snake case is IntelMQ's name of the parameter (<c>FilterKeys</c>, <c>filter_keys</c>). Every
/// property has <c>get</c> and <c>set</c> and its default beside it.
/// </summary>
public abstract class BotOptions : OptionsPart
{
    /// <summary>
    /// What a parameter marked with <see cref="ReachesAttribute"/> makes the bot reach as the parameters are now, where that is not each text in
    /// its value: where other parameters decide it, or where the value holds other texts as well.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <returns>What is reached; <see langword="null"/> for each text in the value.</returns>
    public virtual IEnumerable<ReachedOutside>? FindReached(string parameter) => null;

    /// <summary>Checks the parameters by their declarations and by <see cref="OptionsPart.Validate"/>.</summary>
    /// <returns>A sentence for each fault; empty where the parameters can be used.</returns>
    public IReadOnlyList<string> GetComplaints()
    {
        var complaints = new List<string>();
        GetParameters().CheckAll(this, complaints);
        return complaints;
    }

    /// <summary>Throws when a parameter cannot be used: what the base classes of bots call before anything else.</summary>
    /// <param name="bot">The bot's id, module or class.</param>
    /// <exception cref="BotConfigurationException">All complaints at once.</exception>
    public void ThrowIfInvalid(string bot)
    {
        IReadOnlyList<string> complaints = GetComplaints();
        if (complaints.Count > 0)
            throw new BotConfigurationException(bot, complaints);
    }
}

/// <summary>For bots without parameters of their own.</summary>
public sealed class NoOptions : BotOptions;
