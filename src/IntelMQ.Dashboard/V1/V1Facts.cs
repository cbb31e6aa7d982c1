using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;
using Microsoft.AspNetCore.Http;

namespace IntelMQ.Dashboard.V1;

/// <summary>What is only looked at: logs, bots that there are, versions, the check, the folders.</summary>
internal sealed class V1Facts(Workings workings)
{
    private const int MostLines = 10_000;

    // IntelMQ's clients show these lines as the check goes on.
    private static readonly string[] Steps = ["Reading configuration files.", "Checking runtime and pipeline configuration.", "Checking harmonization configuration.", "Checking for bots."];

    public IEnumerable<(string Path, V1Command Command)> Commands()
    {
        yield return ("getlog", new V1Command(HttpMethods.Get, DashboardRole.Viewer, request =>
        {
            int lines = request.Number("lines");
            string level = request.OneOf("level", "DEBUG", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "ALL");
            string id = request.Required("id");
            return () => LogAsync(request, id, lines, level == "ALL" ? "DEBUG" : level);
        }));
        yield return ("bots", Looking(DashboardRole.Viewer, _ => Task.FromResult<JsonNode?>(Bots())));
        yield return ("version", Looking(DashboardRole.Viewer, static _ => Task.FromResult<JsonNode?>(new JsonObject { ["intelmq"] = Version, ["intelmq-api"] = Version })));
        yield return ("check", Looking(DashboardRole.Viewer, CheckAsync));
        yield return ("debug", Looking(DashboardRole.Configurator, _ => Task.FromResult<JsonNode?>(new JsonObject
        {
            ["paths"] = InstallationFacts.Paths(workings.Host.ConfigurationFolder, workings.Host.StateFolder),
            ["environment_variables"] = InstallationFacts.Variables(),
        })));
    }

    /// <summary>The version of this package.</summary>
    public static string Version { get; } = typeof(V1Facts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static V1Command Looking(DashboardRole role, Func<V1Request, Task<JsonNode?>> look) => new(HttpMethods.Get, role, request => () => look(request));

    private async Task<JsonNode?> LogAsync(V1Request request, string id, int lines, string level)
    {
        if (workings.Host.Configuration.Bots.All(bot => bot.Id != id))
            throw new Hosting.Control.ControlException(Hosting.Control.ControlFault.NotFound, $"There is no bot '{id}'.");
        try
        {
            return BotLog.ToJson(await BotLog.ReadAsync(workings.Host.Configuration, id, Math.Clamp(lines, 0, MostLines), level, request.Aborted).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new JsonArray();
        }
    }

    private async Task<JsonNode?> CheckAsync(V1Request request)
    {
        ConfigurationReport report;
        try
        {
            report = await workings.Host.CheckAsync(workings.Host.LoadConfiguration(), null, request.Aborted).ConfigureAwait(false);
        }
        catch (PipelineConfigurationException exception)
        {
            report = new ConfigurationReport(exception.Details);
        }

        return new JsonObject
        {
            ["status"] = report.IsPassed ? "success" : "error",
            ["lines"] = new JsonArray(
            [
                .. Steps.Select(static step => (JsonNode)new JsonArray("info", step)),
                .. report.Complaints.Select(static complaint => (JsonNode)new JsonArray(complaint.IsWarning ? "warning" : "error", complaint.ToString())),
            ]),
        };
    }

    // By group and name: the class without what says the group.
    private JsonObject Bots()
    {
        var groups = new JsonObject();
        foreach (IGrouping<BotKind, BotDescriptor> group in workings.Host.Bots.GroupBy(static bot => bot.Kind).OrderBy(static group => group.Key))
        {
            var names = new JsonObject();
            foreach (BotDescriptor bot in group.OrderBy(static bot => bot.Module, StringComparer.Ordinal))
            {
                string name = bot.BotType.Name.EndsWith(group.Key.ToString(), StringComparison.Ordinal) ? bot.BotType.Name[..^group.Key.ToString().Length] : bot.BotType.Name;
                names[names.ContainsKey(name) ? bot.Module : name] = new JsonObject { ["module"] = bot.Module, ["description"] = bot.Summary, ["parameters"] = DefaultsOf(bot) };
            }

            groups[group.Key.ToString()] = names;
        }

        return groups;
    }

    private static JsonObject DefaultsOf(BotDescriptor bot)
    {
        BotOptions options = bot.NewOptions();
        var defaults = new JsonObject();
        foreach (ParameterDescriptor parameter in bot.Parameters)
        {
            var buffer = new ArrayBufferWriter<byte>();
            bool isWritten;
            using (var writer = new Utf8JsonWriter(buffer))
                isWritten = parameter.TryWriteValue(writer, options);
            defaults[parameter.Name] = isWritten && buffer.WrittenCount > 0 ? JsonNode.Parse(buffer.WrittenSpan) : null;
        }

        return defaults;
    }
}
