namespace IntelMQ.Bots;

/// <summary>How a parameter is written in configuration whose type does not say it: one of another library, or an odd form.</summary>
/// <param name="form">A class that derives from <see cref="ParameterForm{T}"/> of the property's type and has a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterFormAttribute(Type form) : Attribute
{
    /// <summary>The form.</summary>
    public Type Form { get; } = form;
}
