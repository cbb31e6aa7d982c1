namespace IntelMQ.Bots;

/// <summary>
/// A bot's parameters. A property's name in snake case is IntelMQ's name of the parameter (<c>FilterKey</c>, <c>filter_key</c>). Every
/// property has <c>get</c> and <c>set</c> and its default beside it.
/// </summary>
public abstract class BotOptions
{
    /// <summary>Checks what one parameter's type cannot say; called once all parameters are set.</summary>
    /// <param name="complaints">Takes a sentence for each fault: which parameter, what is wrong, what to do.</param>
    public virtual void Validate(ICollection<string> complaints)
    {
    }

    /// <summary>Throws when a parameter cannot be used: what the constructor of a bot calls.</summary>
    /// <param name="bot">The bot's id, module or class.</param>
    /// <exception cref="BotConfigurationException">All complaints at once.</exception>
    public void ThrowIfInvalid(string bot)
    {
        var complaints = new List<string>();
        Validate(complaints);
        if (complaints.Count > 0)
            throw new BotConfigurationException(bot, complaints);
    }
}

/// <summary>For bots without parameters of their own.</summary>
public sealed class NoOptions : BotOptions;
