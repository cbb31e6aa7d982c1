namespace IntelMQ.Store;

/// <summary>Where a stored event comes from.</summary>
/// <param name="Report">The report's id: 32 hexadecimal digits.</param>
/// <param name="Element">The number of the report's element, from 1; 0 where it is not known.</param>
/// <param name="Fork">What tells copies of one element apart.</param>
public sealed record EventLineage(string Report, long Element, uint Fork)
{
    /// <summary>The batch that brought it in; set by the store.</summary>
    public string? Batch { get; init; }

    /// <summary>Who stored it; set by the store.</summary>
    public string? Origin { get; init; }

    /// <summary>When it was stored; set by the store.</summary>
    public DateTimeOffset? Stored { get; init; }
}
