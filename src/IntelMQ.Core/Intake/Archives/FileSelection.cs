namespace IntelMQ.Intake;

/// <summary>Which files of an archive are taken: none (the archive itself is the data), all, or those of certain names.</summary>
public sealed class FileSelection
{
    private readonly string[]? _names;

    private FileSelection(string[]? names) => _names = names;

    /// <summary>Archives are not unpacked.</summary>
    public static FileSelection None { get; } = new([]);

    /// <summary>All files.</summary>
    public static FileSelection All { get; } = new((string[]?)null);

    /// <summary>Whether archives are not unpacked.</summary>
    public bool IsNone => _names is { Length: 0 };

    /// <summary>Whether all files are taken.</summary>
    public bool IsAll => _names is null;

    /// <summary>The names that are taken; none where all are, or none.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <summary>The files of these names, as the archive writes them.</summary>
    public static FileSelection Of(params ReadOnlySpan<string> names) => new(names.ToArray());

    /// <summary>
    /// Whether a file is taken. Where all are asked for, those that only an operating system needs are not: a file or folder whose name
    /// begins with a dot, and the folder <c>__MACOSX</c>.
    /// </summary>
    /// <param name="name">Its name, as the archive writes it.</param>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _names is null ? !IsHidden(name) : Array.IndexOf(_names, name) >= 0;
    }

    /// <inheritdoc/>
    public override string ToString() => _names is null ? "true" : IsNone ? "false" : string.Join(",", _names);

    /// <summary>Whether only an operating system needs a file of this name.</summary>
    internal static bool IsHidden(string name)
    {
        foreach (Range part in name.AsSpan().SplitAny('/', '\\'))
        {
            ReadOnlySpan<char> folder = name.AsSpan(part);
            if (folder is "__MACOSX" || (folder.StartsWith('.') && folder is not ("." or "..")))
                return true;
        }

        return false;
    }
}
