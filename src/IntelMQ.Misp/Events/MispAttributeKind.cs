namespace IntelMQ.Misp.Events;

/// <summary>What an attribute of MISP is, apart from its value.</summary>
/// <param name="Type">MISP's type, such as <c>ip-src</c>.</param>
/// <param name="Category">MISP's category, such as <c>Network activity</c>.</param>
/// <param name="ToIds">Whether detection systems are to look for it.</param>
internal sealed record MispAttributeKind(string Type, string Category, bool ToIds)
{
    /// <summary>Whether MISP is not to look for events that have it too.</summary>
    public bool DisableCorrelation { get; init; }

    /// <summary>A remark; <see langword="null"/> for none.</summary>
    public string? Comment { get; init; }

    /// <summary>How far it is passed on, MISP's number; <see langword="null"/> for what MISP takes by itself.</summary>
    public int? Distribution { get; init; }
}
