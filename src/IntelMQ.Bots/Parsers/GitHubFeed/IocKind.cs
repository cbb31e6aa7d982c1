namespace IntelMQ.Bots.Parsers.GitHubFeed;

/// <summary>What an indicator of compromise is, by its form.</summary>
internal enum IocKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>32 hexadecimal digits.</summary>
    Md5,

    /// <summary>40 hexadecimal digits.</summary>
    Sha1,

    /// <summary>64 hexadecimal digits.</summary>
    Sha256,

    /// <summary>A host's name with at least one dot.</summary>
    Fqdn,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Ip,

    /// <summary>An address with http, https or ftp.</summary>
    Url,
}
