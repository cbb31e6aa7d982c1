using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Inspection;
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
            var answer = new JsonObject { ["paths"] = InstallationFacts.Paths(place.Configuration, place.State), ["environment_variables"] = InstallationFacts.Variables(), ["versions"] = Versions(), ["packages"] = Packages() };
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(answer);
            else
                Write(answer);
            return Task.FromResult(0);
        }));
        return command;
    }

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
