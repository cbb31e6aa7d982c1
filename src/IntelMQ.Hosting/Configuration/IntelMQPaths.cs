namespace IntelMQ.Hosting.Configuration;

/// <summary>Where IntelMQ keeps its files: below one root (<c>/opt/intelmq</c>, the default), or in the folders of the system (LSB).</summary>
/// <param name="Configuration">The folder of <c>runtime.yaml</c> and <c>harmonization.conf</c>.</param>
/// <param name="Logs">The folder of logs and dumps.</param>
/// <param name="Run">The folder of PID files.</param>
/// <param name="State">The folder of what bots keep.</param>
public sealed record IntelMQPaths(string Configuration, string Logs, string Run, string State)
{
    /// <summary>The file of the bots.</summary>
    public string RuntimeFile => Path.Combine(Configuration, "runtime.yaml");

    /// <summary>The file of the fields.</summary>
    public string HarmonizationFile => Path.Combine(Configuration, "harmonization.conf");

    /// <summary>
    /// The paths that the environment asks for: <c>INTELMQ_ROOT_DIR</c> is the root, <c>INTELMQ_PATHS_NO_OPT</c> chooses the folders of the system
    /// (below <c>ROOT_DIR</c>, <c>/</c> by default).
    /// </summary>
    public static IntelMQPaths Of(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? root = environment.GetValueOrDefault("INTELMQ_ROOT_DIR");
        if (string.IsNullOrEmpty(root) && !string.IsNullOrEmpty(environment.GetValueOrDefault("INTELMQ_PATHS_NO_OPT")))
        {
            string system = environment.GetValueOrDefault("ROOT_DIR") is { Length: > 0 } given ? given : "/";
            return new IntelMQPaths(Below(system, "etc/intelmq"), Below(system, "var/log/intelmq"), Below(system, "var/run/intelmq"), Below(system, "var/lib/intelmq/bots"));
        }

        if (string.IsNullOrEmpty(root))
            root = "/opt/intelmq";
        return new IntelMQPaths(Below(root, "etc"), Below(root, "var/log"), Below(root, "var/run"), Below(root, "var/lib/bots"));
    }

    private static string Below(string root, string path) => Path.Combine(root, path) + "/";
}
