namespace IntelMQ.Bots;

/// <summary>Says that a parameter makes the bot reach outside the process, so that a host can hold it to what is allowed.</summary>
/// <param name="outside">What it reaches.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReachesAttribute(Outside outside) : Attribute
{
    /// <summary>What it reaches.</summary>
    public Outside Outside { get; } = outside;
}
