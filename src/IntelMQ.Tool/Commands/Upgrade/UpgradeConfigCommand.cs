using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Configuration.Upgrading;

namespace IntelMQ.Tool.Commands.Upgrade;

/// <summary><c>intelmq upgrade-config</c>: files of earlier releases of IntelMQ become today's.</summary>
internal static class UpgradeConfigCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var dry = new Option<bool>("--dry-run", "-d") { Description = "Say what would change, and write nothing." };
        var bare = new Option<bool>("--no-backup") { Description = "Do not keep the files before as .bak." };
        var command = new Command(
            "upgrade-config",
            "Makes today's runtime.yaml and harmonization.conf of the files of earlier releases: of 2.x (runtime.conf, pipeline.conf, defaults.conf), and of 3.x with modules and parameters that have other names today. Comments and what nobody knows stay.\n\nExample:\n  intelmq upgrade-config --config /opt/intelmq/etc --dry-run")
        {
            dry, bare, config, type,
        };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            bool isDry = arguments.GetValue(dry);
            IReadOnlyList<string> changes = await RunAsync(Workplace.Of(arguments.GetValue(config), null), isDry, !arguments.GetValue(bare), cancellationToken).ConfigureAwait(false);
            Write(changes, isDry, arguments.GetValue(type) == OutputType.Json);
            return 0;
        }));
        return command;
    }

    /// <summary>Upgrades the files of a configuration.</summary>
    /// <returns>What changes, a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(Workplace place, bool isDry, bool keeps, CancellationToken cancellationToken)
    {
        string folder = place.Configuration;
        ConfigurationUpgrade upgrade = ConfigurationUpgrade.Read(folder, Installed.Bots);
        if (isDry)
            return upgrade.Changes;
        if (upgrade.Runtime is { } runtime)
            await WriteAsync(Path.Combine(folder, "runtime.yaml"), runtime, keeps, cancellationToken).ConfigureAwait(false);
        if (upgrade.Fields is { } fields)
            await WriteAsync(Path.Combine(folder, "harmonization.conf"), fields, keeps, cancellationToken).ConfigureAwait(false);
        foreach (string old in upgrade.Obsolete)
        {
            if (keeps)
                File.Move(old, old + ".bak", overwrite: true);
            else
                File.Delete(old);
        }

        return upgrade.Changes;
    }

    /// <summary>Says what changes.</summary>
    public static void Write(IReadOnlyList<string> changes, bool isDry, bool isForPrograms)
    {
        if (isForPrograms)
            Answer.Write(new JsonObject { ["changes"] = new JsonArray([.. changes.Select(static change => (JsonNode)JsonValue.Create(change))]), ["written"] = !isDry });
        else
            Console.Out.Write(changes.Count == 0 ? "Nothing to change.\n" : string.Concat(changes.Select(static change => change + "\n")));
    }

    // Beside the file first, so that a reader never sees half of it.
    private static async Task WriteAsync(string path, string text, bool keeps, CancellationToken cancellationToken)
    {
        if (keeps && File.Exists(path))
            File.Copy(path, path + ".bak", overwrite: true);
        string temporary = path + ".new";
        await File.WriteAllTextAsync(temporary, text, cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows() && File.Exists(path))
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        File.Move(temporary, path, overwrite: true);
    }
}
