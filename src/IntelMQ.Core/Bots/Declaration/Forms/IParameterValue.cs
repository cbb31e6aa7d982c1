namespace IntelMQ.Bots;

/// <summary>A type that can be a parameter's: it says how its values are written in configuration.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IParameterValue<TSelf>
    where TSelf : notnull, IParameterValue<TSelf>
{
    /// <summary>How values are read, written and described.</summary>
    static abstract ParameterForm<TSelf> Form { get; }
}
