using System.Text.Json.Nodes;
using IntelMQ.Hosting.Configuration;

namespace IntelMQ.Hosting.Inspection;

/// <summary>What one wants to know of an installation that does not work, in the shapes of IntelMQ's <c>intelmqctl --type json debug</c>.</summary>
public static class InstallationFacts
{
    /// <summary>The folders and files, by IntelMQ's names.</summary>
    public static JsonObject Paths(string configurationFolder, string stateFolder)
    {
        IntelMQPaths known = IntelMQPaths.Of(EnvironmentParameters.OfProcess());
        return new JsonObject
        {
            ["CONFIG_DIR"] = configurationFolder,
            ["RUNTIME_CONF_FILE"] = Path.Combine(configurationFolder, "runtime.yaml"),
            ["HARMONIZATION_CONF_FILE"] = Path.Combine(configurationFolder, "harmonization.conf"),
            ["DEFAULT_LOGGING_PATH"] = known.Logs,
            ["VAR_RUN_PATH"] = known.Run,
            ["VAR_STATE_PATH"] = known.State,
            ["STATE_DIR"] = stateFolder,
        };
    }

    /// <summary>The variables of the environment that matter; what may be a secret is hidden.</summary>
    public static JsonObject Variables()
    {
        var variables = new JsonObject();
        foreach ((string name, string value) in EnvironmentParameters.OfProcess().Where(static pair => IsShown(pair.Key)).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            variables[name] = IsSecret(name) ? "HIDDEN" : value;
        return variables;
    }

    private static bool IsShown(string name) => name.StartsWith("INTELMQ", StringComparison.Ordinal) || name is "ROOT_DIR" or "PATH" or "LANG" or "LC_ALL" or "TZ" or "NO_COLOR";

    // IntelMQ's rule, and the words that say the same.
    private static bool IsSecret(string name)
        => name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || name.Contains("TOKEN", StringComparison.OrdinalIgnoreCase) || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase) || name.EndsWith("KEY", StringComparison.OrdinalIgnoreCase);
}
