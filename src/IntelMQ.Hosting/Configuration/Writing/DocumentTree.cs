using System.Globalization;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Changes of trees of values, which never change themselves: what a document is to be.</summary>
internal static class DocumentTree
{
    /// <summary>The value at a path of names; <see langword="null"/> where there is none.</summary>
    public static DocumentNode? At(DocumentNode root, ReadOnlySpan<string> path)
    {
        DocumentNode? node = root;
        foreach (string name in path)
            node = node?.Entries.LastOrDefault(entry => entry.Name == name)?.Value;
        return node;
    }

    /// <summary>The tree with another value at a path; maps on the way are made where they are missing.</summary>
    public static DocumentNode With(DocumentNode root, ReadOnlySpan<string> path, DocumentNode? value)
    {
        if (path.IsEmpty)
            return value ?? DocumentNode.OfMap([], null);
        string name = path[0];
        var entries = new List<DocumentEntry>(root.Entries);
        int at = entries.FindLastIndex(entry => entry.Name == name);
        if (value is null && at < 0)
            return root;
        if (value is null && path.Length == 1)
        {
            entries.RemoveAt(at);
        }
        else
        {
            DocumentNode inner = With(at < 0 ? DocumentNode.OfMap([], null) : entries[at].Value, path[1..], value);
            if (at < 0)
                entries.Add(new DocumentEntry(name, inner, null));
            else
                entries[at] = entries[at] with { Value = inner };
        }

        return DocumentNode.OfMap(entries, null);
    }

    /// <summary>The tree with another name for an entry of a map.</summary>
    public static DocumentNode Renamed(DocumentNode root, string name, string newName)
        => DocumentNode.OfMap([.. root.Entries.Select(entry => entry.Name == name ? entry with { Name = newName } : entry)], null);

    /// <summary>Whether two values are the same; the order of a map counts only where it is asked for.</summary>
    public static bool AreSame(DocumentNode a, DocumentNode b, bool isOrdered)
    {
        if (a.Kind != b.Kind)
            return false;
        return a.Kind switch
        {
            DocumentKind.Number => a.Text == b.Text || Number(a) == Number(b),
            DocumentKind.List => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreSame(pair.First, pair.Second, isOrdered)),
            DocumentKind.Map => AreSameMaps(a, b, isOrdered),
            _ => a.Text == b.Text,
        };
    }

    private static bool AreSameMaps(DocumentNode a, DocumentNode b, bool isOrdered)
    {
        if (isOrdered)
            return a.Entries.Count == b.Entries.Count && a.Entries.Zip(b.Entries).All(static pair => pair.First.Name == pair.Second.Name && AreSame(pair.First.Value, pair.Second.Value, isOrdered: true));
        Dictionary<string, DocumentNode> one = Latest(a);
        Dictionary<string, DocumentNode> other = Latest(b);
        return one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out DocumentNode? value) && AreSame(entry.Value, value, isOrdered: false));
    }

    // JSON may name an entry twice; the later one counts.
    private static Dictionary<string, DocumentNode> Latest(DocumentNode map)
    {
        var entries = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
        foreach (DocumentEntry entry in map.Entries)
            entries[entry.Name] = entry.Value;
        return entries;
    }

    private static double Number(DocumentNode node) => double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
