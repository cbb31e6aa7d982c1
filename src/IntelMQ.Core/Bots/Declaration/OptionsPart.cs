namespace IntelMQ.Bots;

/// <summary>
/// A partial class whose properties are parameters: a bot's options, or a part that the options of several bots hold. A public property with
/// <c>get</c> and <c>set</c> is a parameter, by its name in snake case, with its default beside it and its meaning as comment. A property
/// with <c>get</c> alone whose type is such a class again is a part: its parameters are the bot's own.
/// </summary>
public abstract class OptionsPart
{
    /// <summary>The parameters that this class itself declares: none.</summary>
    public static ParameterTable DeclaredParameters => ParameterTable.Empty;

    /// <summary>All parameters, those of base classes and parts with them. Written by the generator.</summary>
    public virtual ParameterTable GetParameters() => ParameterTable.Empty;

    /// <summary>Checks what the declarations of single parameters cannot say; called once all parameters are set and fit their declarations.</summary>
    /// <param name="complaints">Takes a sentence for each fault: which parameter, what is wrong, what to do.</param>
    public virtual void Validate(ICollection<string> complaints)
    {
    }
}
