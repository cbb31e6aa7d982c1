namespace IntelMQ.Harmonization;

/// <summary>A small fixed set of ASCII names, each with the name it stands for, looked up by UTF-8 without allocation.</summary>
internal sealed class Utf8Names
{
    // By length: few names share one.
    private readonly (byte[] Name, byte[] Value)[][] _byLength;

    /// <summary>Creates the set; a name may come once.</summary>
    public Utf8Names(IEnumerable<(string Name, string Value)> names)
    {
        (byte[] Name, byte[] Value)[] all = [.. names.Select(static n => (System.Text.Encoding.UTF8.GetBytes(n.Name), System.Text.Encoding.UTF8.GetBytes(n.Value)))];
        _byLength = new (byte[] Name, byte[] Value)[all.Max(static n => n.Name.Length) + 1][];
        for (int length = 0; length < _byLength.Length; length++)
            _byLength[length] = [.. all.Where(n => n.Name.Length == length)];
    }

    /// <summary>Creates the set of names that stand for themselves.</summary>
    public Utf8Names(IEnumerable<string> names)
        : this(names.Select(static n => (n, n)))
    {
    }

    /// <summary>Whether the name is in the set.</summary>
    public bool Contains(ReadOnlySpan<byte> name) => TryGet(name, out _);

    /// <summary>What the name stands for.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        if (name.Length < _byLength.Length)
        {
            foreach ((byte[] candidate, byte[] meaning) in _byLength[name.Length])
            {
                if (name.SequenceEqual(candidate))
                {
                    value = meaning;
                    return true;
                }
            }
        }

        value = default;
        return false;
    }
}
