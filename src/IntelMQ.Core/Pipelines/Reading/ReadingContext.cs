using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>What the parts of a reading share.</summary>
/// <param name="source">How parameters are to be read.</param>
internal sealed class ReadingContext(ParameterSource source)
{
    public ParameterSource Source { get; } = source;

    public List<PipelineComplaint> Complaints { get; } = [];

    /// <summary>Whether the document is one of IntelMQ's, in which others may have settings of their own.</summary>
    public bool IsIntelMQ => Source == ParameterSource.IntelMQ;

    /// <summary>A setting's name as the document writes it.</summary>
    public string Shown(string name) => Source == ParameterSource.Text ? name : SettingNames.Snake(name);

    /// <summary>Takes over parameters.</summary>
    /// <param name="bot">Whose they are; <see langword="null"/> for those of all bots.</param>
    /// <param name="entries">The parameters.</param>
    /// <param name="source">How they are to be read.</param>
    public ParameterValues Parameters(string? bot, IEnumerable<DocumentEntry> entries, ParameterSource source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var values = new List<ParameterValue>();
        foreach (DocumentEntry entry in entries)
        {
            if (!seen.Add(entry.Name))
                Complain(bot, entry.Name, $"the parameter '{entry.Name}' is there twice.", entry.Place);
            values.Add(new ParameterValue(entry.Name, entry.Value.ToJson()) { Place = entry.Place });
        }

        return ParameterValues.Create(values, source);
    }

    public void Complain(string? bot, string? name, string message, DocumentPlace? place, bool isWarning = false)
        => Complaints.Add(new PipelineComplaint(bot is null ? $"The pipeline: {message}" : message) { Bot = bot, Parameter = name, Place = place, IsWarning = isWarning });
}
