using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Text;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary><c>intelmq debug</c>: what one wants to know of an installation that does not work.</summary>
internal static class DebugCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command("debug", "Says which folders, variables, versions and packages are in use; passwords and tokens are hidden.\n\nExample:\n  intelmq debug --config /opt/intelmq/etc") { config, state, type };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            var answer = new JsonObject { ["paths"] = Paths(place), ["environment_variables"] = Variables(), ["versions"] = Versions(), ["packages"] = Packages() };
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(answer);
            else
                Write(answer);
            return Task.FromResult(0);
        }));
        return command;
    }

    public static JsonObject Paths(Workplace place)
    {
        IntelMQPaths known = IntelMQPaths.Of(EnvironmentParameters.OfProcess());
        return new JsonObject
        {
            ["CONFIG_DIR"] = place.Configuration,
            ["RUNTIME_CONF_FILE"] = Path.Combine(place.Configuration, "runtime.yaml"),
            ["HARMONIZATION_CONF_FILE"] = Path.Combine(place.Configuration, "harmonization.conf"),
            ["DEFAULT_LOGGING_PATH"] = known.Logs,
            ["VAR_RUN_PATH"] = known.Run,
            ["VAR_STATE_PATH"] = known.State,
            ["STATE_DIR"] = place.State,
        };
    }

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

    private static JsonObject Versions() => new()
    {
        ["intelmq"] = VersionOf(typeof(DebugCommand).Assembly),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
    };

    private static JsonObject Packages()
    {
        var packages = new JsonObject();
        foreach (IGrouping<Assembly, BotDescriptor> package in Installed.Bots.GroupBy(static bot => bot.BotType.Assembly).OrderBy(static package => package.Key.GetName().Name, StringComparer.Ordinal))
            packages[package.Key.GetName().Name!] = new JsonObject { ["version"] = VersionOf(package.Key), ["bots"] = package.Count() };
        return packages;
    }

    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void Write(JsonObject answer)
    {
        foreach ((string part, JsonNode? entries) in answer)
        {
            Console.Out.WriteLine($"{part}:");
            foreach ((string name, JsonNode? value) in entries!.AsObject())
                Console.Out.WriteLine($"  {name}: {Printable.Of(value is JsonObject package ? $"{package["version"]}, {package["bots"]} bots" : value?.ToString() ?? "")}");
        }
    }
}
