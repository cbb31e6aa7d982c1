namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How a host runs a pipeline.</summary>
public sealed class HostedPipelineOptions
{
    /// <summary>
    /// Whether the host stops when the pipeline is done: its collectors have no interval, and everything is drained. Off by default, since a host
    /// may have more to do.
    /// </summary>
    public bool StopsHostWhenDone { get; set; }
}
