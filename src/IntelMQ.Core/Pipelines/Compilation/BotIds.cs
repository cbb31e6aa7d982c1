using System.Text;

namespace IntelMQ.Pipelines;

/// <summary>The ids of a pipeline's bots: those given are checked, the others are made of the classes' names.</summary>
internal sealed class BotIds
{
    private readonly Dictionary<PipelineNode, string> _ids = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public BotIds(IEnumerable<PipelineNode> nodes, List<string> complaints)
    {
        foreach (PipelineNode node in nodes)
        {
            if (node.Setup.Id is not { } id)
                continue;
            if (id.Length == 0 || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                complaints.Add($"{id}: an id consists of letters, digits and hyphens.");
            if (!_taken.Add(id))
                complaints.Add($"{id}: two bots have this id.");
            _ids[node] = id;
        }
    }

    public Func<string, string> Of(PipelineNode node) => className => _ids.TryGetValue(node, out string? id) ? id : Make(className);

    private string Make(string className)
    {
        var name = new StringBuilder();
        bool afterLower = false;
        foreach (char c in className)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                continue;
            if (char.IsAsciiLetterUpper(c) && afterLower)
                name.Append('-');
            afterLower = !char.IsAsciiLetterUpper(c);
            name.Append(char.ToLowerInvariant(c));
        }

        string stem = name.Length == 0 ? "bot" : name.ToString();
        string made = stem;
        for (int i = 2; !_taken.Add(made); i++)
            made = $"{stem}-{i}";
        return made;
    }
}
