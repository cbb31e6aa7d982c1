namespace IntelMQ.Dashboard.Modules;

/// <summary>A file that was sent with a form. It is there until the form's handler has ended; large ones are in a temporary file meanwhile.</summary>
public sealed class DashboardFile
{
    private readonly Stream _content;

    internal DashboardFile(string field, string name, Stream content)
    {
        Field = field;
        Name = name;
        _content = content;
    }

    /// <summary>The name of the form's field.</summary>
    public string Field { get; }

    /// <summary>The file's name as the browser gave it, without folders: for showing, not for making files of.</summary>
    public string Name { get; }

    /// <summary>How many bytes it has.</summary>
    public long Length => _content.Length;

    /// <summary>Its content from the beginning. One reader at a time; the stream is the form's and need not be closed.</summary>
    public Stream Open()
    {
        _content.Position = 0;
        return _content;
    }
}
