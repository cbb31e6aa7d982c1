namespace IntelMQ.Bots;

/// <summary>A parameter that has to be given: not null, no empty text, no empty list or map.</summary>
/// <param name="advice">What to do where it is missing, such as <c>name the file of rules</c>; it ends the complaint.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredAttribute(string advice) : Attribute
{
    /// <summary>What to do where it is missing.</summary>
    public string Advice { get; } = advice;
}
