using IntelMQ.Bots;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>Whether somebody has the parameters of all bots; IntelMQ's files keep there what is for other bots and for its own programs.</summary>
internal static class GlobalCheck
{
    public static void Check(PipelineDefinition definition, KnownBots known, ComplaintList complaints)
    {
        if (definition.Parameters.Count == 0)
            return;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (BotDefinition bot in definition.Bots)
        {
            if (known.Find(bot.Module) is { } descriptor)
                names.UnionWith(known.ParametersOf(descriptor));
        }

        bool isIntelMQ = definition.Parameters.Source == ParameterSource.IntelMQ;
        foreach (ParameterValue parameter in definition.Parameters.All)
        {
            if (names.Contains(parameter.Name) || (isIntelMQ && HostParameters.Contains(parameter.Name)))
                continue;
            string? nearest = NearestName.Find(parameter.Name, names);
            if (nearest is null && isIntelMQ)
                continue;
            complaints.Add(new PipelineComplaint($"The pipeline: no bot has a parameter '{parameter.Name}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")}")
            {
                Parameter = parameter.Name,
                Place = parameter.Place,
                IsWarning = true,
            });
        }
    }
}
