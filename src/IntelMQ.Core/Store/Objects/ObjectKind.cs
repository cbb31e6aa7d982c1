namespace IntelMQ.Store;

/// <summary>What events are about.</summary>
public enum ObjectKind
{
    /// <summary>An address: <c>source.ip</c>.</summary>
    Address,

    /// <summary>A name: <c>source.fqdn</c>.</summary>
    Name,

    /// <summary>A URL: <c>source.url</c>.</summary>
    Url,
}
