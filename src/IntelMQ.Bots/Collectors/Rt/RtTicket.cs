using System.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>The fields of a ticket, or of an entry of its history, as RT writes them.</summary>
internal sealed class RtTicket
{
    private readonly Dictionary<string, string> _fields;

    private RtTicket(Dictionary<string, string> fields) => _fields = fields;

    /// <summary>Reads <c>Name: value</c> lines; lines that begin with blanks go on with the value before.</summary>
    public static RtTicket Parse(IEnumerable<string> lines)
    {
        var fields = new Dictionary<string, StringBuilder>(StringComparer.OrdinalIgnoreCase);
        StringBuilder? value = null;
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (value is not null && (line.Length == 0 || line[0] is ' ' or '\t'))
                value.Append('\n').Append(line.AsSpan().Trim());
            else if (colon > 0 && line[0] != '#')
                fields[line[..colon]] = value = new StringBuilder(line[(colon + 1)..].Trim());
        }

        return new RtTicket(fields.ToDictionary(static field => field.Key, static field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A field; empty where there is none.</summary>
    public string this[string name] => _fields.GetValueOrDefault(name, "").TrimEnd('\n');
}
