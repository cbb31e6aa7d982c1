using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>
/// The members of JSON objects that a map asks for, as a tree. A column's name is the path of names, joined with dots; since names may
/// hold dots themselves, every way to cut the path into names is a branch, and fewer names win.
/// </summary>
internal sealed class JsonNode
{
    // Each dot doubles the branches.
    private const int MaxDots = 8;

    private readonly Utf8Map<JsonNode> _members = new();

    private JsonNode(int depth, string path)
    {
        Depth = depth;
        Path = path;
    }

    /// <summary>The names that lead here, joined with dots, with one behind; empty for the object itself.</summary>
    public string Path { get; }

    /// <summary>How many names lead here.</summary>
    public int Depth { get; }

    /// <summary>The column that is wanted here; -1 for none.</summary>
    public int Column { get; private set; } = -1;

    public bool HasMembers => _members.Count > 0;

    public IReadOnlyCollection<JsonNode> Members => _members.Values;

    /// <summary>The row in which the member was last seen, to find names that come twice.</summary>
    public long LastRow { get; set; }

    /// <summary>Makes the tree of a table's columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="path">The path that leads to the objects, with a dot behind; empty where they stand for themselves.</param>
    public static JsonNode Compile(ColumnIndex columns, string path)
    {
        var root = new JsonNode(0, path);
        for (int i = 0; i < columns.Names.Count; i++)
        {
            string name = columns.Names[i];
            root.Add(Encoding.UTF8.GetBytes(name), i, name.Count('.') <= MaxDots);
        }

        return root;
    }

    public bool TryGet(ReadOnlySpan<byte> name, out JsonNode? member) => _members.TryGet(name, out member);

    private void Add(ReadOnlySpan<byte> path, int column, bool everyWay)
    {
        if (everyWay || !path.Contains((byte)'.'))
            Member(path).Column = column;
        for (int dot = path.IndexOf((byte)'.'); dot >= 0;)
        {
            Member(path[..dot]).Add(path[(dot + 1)..], column, everyWay);
            int next = everyWay ? path[(dot + 1)..].IndexOf((byte)'.') : -1;
            dot = next < 0 ? -1 : dot + 1 + next;
        }
    }

    private JsonNode Member(ReadOnlySpan<byte> name)
    {
        if (!_members.TryGet(name, out JsonNode? member))
            _members.Add(name, member = new JsonNode(Depth + 1, $"{Path}{Encoding.UTF8.GetString(name)}."));
        return member;
    }
}
