namespace IntelMQ.Dashboard;

/// <summary>What somebody may do; each role may do what those before it may.</summary>
public enum DashboardRole
{
    /// <summary>Looks at how everything stands, without values of messages being changed.</summary>
    Viewer,

    /// <summary>Starts, stops and reloads bots; takes, puts and clears messages.</summary>
    Operator,

    /// <summary>Changes the configuration.</summary>
    Configurator,

    /// <summary>Manages users and reads the audit log.</summary>
    Admin,
}
