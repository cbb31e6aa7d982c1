namespace IntelMQ.Harmonization;

/// <summary>The values of the field <c>tlp</c>: the traffic light protocol's labels, of version 1 and 2.</summary>
public static class Tlp
{
    /// <summary>Not limited; version 1's name for <see cref="Clear"/>, and the only one that IntelMQ 3.3 knows.</summary>
    public const string White = "WHITE";

    /// <summary>Not limited; since version 2, unknown to IntelMQ 3.3.</summary>
    public const string Clear = "CLEAR";

    /// <summary>For the community.</summary>
    public const string Green = "GREEN";

    /// <summary>For the recipients' organization and its clients.</summary>
    public const string Amber = "AMBER";

    /// <summary>For the recipients' organization alone; since version 2, unknown to IntelMQ 3.3.</summary>
    public const string AmberStrict = "AMBER+STRICT";

    /// <summary>For the recipients only.</summary>
    public const string Red = "RED";

    /// <summary>All labels, from the most open to the strictest.</summary>
    public static IReadOnlyList<string> All { get; } = [White, Clear, Green, Amber, AmberStrict, Red];
}
