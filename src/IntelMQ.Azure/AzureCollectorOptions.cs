using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Blobs;
using IntelMQ.Bots;

namespace IntelMQ.Azure;

/// <summary>Parameters of <see cref="AzureCollector"/>.</summary>
public sealed partial class AzureCollectorOptions : CollectorOptions
{
    /// <summary><c>connection_string</c>: the storage account's connection string, with a key or a shared access signature.</summary>
    [Required("give the connection string of the storage account")]
    public Secret? ConnectionString { get; set; }

    /// <summary><c>container_name</c>: the container whose blobs are taken.</summary>
    [Required("name the container")]
    public string? ContainerName { get; set; }

    /// <summary><c>redis_cache_ttl</c>: how long it is remembered that a blob was taken; ten days by default, 0 for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(10);

    /// <summary><c>max_report_size</c>: the most bytes of an unpacked blob; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    [SuppressMessage("Performance", "CA1806:Do not ignore method results", Justification = "Only whether it can be made is asked.")]
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (ConnectionString is not { IsEmpty: false } text || string.IsNullOrEmpty(ContainerName))
            return;
        try
        {
            new BlobContainerClient(text.Reveal(), ContainerName);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // What is wrong is not said further: it may hold the key.
            complaints.Add("connection_string is not one of a storage account: take it from the account's access keys.");
        }
    }
}
