namespace IntelMQ.Hosting.Control;

/// <summary>A command was not carried out.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="complaints">What is wrong, a sentence each; at least one.</param>
    /// <param name="inner">What is behind it.</param>
    public ControlException(ControlFault fault, IReadOnlyList<string> complaints, Exception? inner = null)
        : base(string.Join('\n', complaints), inner)
    {
        Fault = fault;
        Complaints = complaints;
    }

    /// <summary>Creates it with one complaint.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="complaint">What is wrong, as a sentence.</param>
    /// <param name="inner">What is behind it.</param>
    public ControlException(ControlFault fault, string complaint, Exception? inner = null)
        : this(fault, [complaint], inner)
    {
    }

    /// <summary>Why.</summary>
    public ControlFault Fault { get; }

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Complaints { get; }
}
