namespace IntelMQ.Bots;

/// <summary>What a parameter makes a bot reach.</summary>
public enum Outside
{
    /// <summary>Nothing outside the process.</summary>
    Nothing,

    /// <summary>A file that the parameter names.</summary>
    File,

    /// <summary>A folder that the parameter names.</summary>
    Folder,

    /// <summary>An address that is fetched or sent to.</summary>
    Url,

    /// <summary>A program that is run.</summary>
    Command,

    /// <summary>A statement, or a name in one, that a database runs.</summary>
    Sql,

    /// <summary>A server, by name or address.</summary>
    Host,
}
