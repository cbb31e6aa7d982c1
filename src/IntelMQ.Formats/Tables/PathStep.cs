namespace IntelMQ.Formats;

/// <summary>A step of a path.</summary>
/// <param name="Name">The member's name; empty for a place in an array.</param>
/// <param name="Index">The place in an array; -1 for a member of an object.</param>
internal readonly record struct PathStep(string Name, int Index)
{
    /// <summary>Whether the step leads into an array.</summary>
    public bool IsIndex => Index >= 0;
}
