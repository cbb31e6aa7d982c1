namespace IntelMQ.Harmonization;

/// <summary>The values of the field <c>tlp</c>: the traffic light protocol's labels, version 1, as IntelMQ 3.3 knows them.</summary>
public static class Tlp
{
    /// <summary>Not limited.</summary>
    public const string White = "WHITE";

    /// <summary>For the community.</summary>
    public const string Green = "GREEN";

    /// <summary>For the recipients' organization and its clients.</summary>
    public const string Amber = "AMBER";

    /// <summary>For the recipients only.</summary>
    public const string Red = "RED";

    /// <summary>All labels, from the most open to the strictest.</summary>
    public static IReadOnlyList<string> All { get; } = [White, Green, Amber, Red];
}
