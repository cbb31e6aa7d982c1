namespace QuickStart;

/// <summary>The folder that takes what comes out: what an earlier run wrote there is removed, and nothing else.</summary>
internal sealed class OutputFolder
{
    private const string Note = ".quickstart";

    private readonly string _note;

    private OutputFolder(string path)
    {
        _note = Path.Combine(path, Note);
        Events = Path.Combine(path, "events.jsonl");
        Failures = Path.Combine(path, "failures");
    }

    public string Events { get; }

    public string Failures { get; }

    /// <exception cref="IOException">The folder cannot be used, or holds such files of somebody else.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    public static OutputFolder Open(string path)
    {
        var folder = new OutputFolder(Path.GetFullPath(path));
        Directory.CreateDirectory(path);
        if (File.Exists(folder._note))
            folder.RemoveEarlier();
        foreach (string taken in (string[])[folder.Events, folder.Failures])
        {
            if (Path.Exists(taken))
                throw new IOException($"{taken} is there already, and no earlier run has written it: name another folder with --output.");
        }

        File.WriteAllText(folder._note, "The program removes events.jsonl and failures before it runs again, since it wrote them.\n");
        return folder;
    }

    private void RemoveEarlier()
    {
        File.Delete(Events);
        if (!Directory.Exists(Failures))
            return;
        foreach (string file in Directory.EnumerateFiles(Failures).Where(static file => Path.GetFileName(file) == "lock" || Path.GetExtension(file) is ".jsonl" or ".removed"))
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(Failures).Any())
            Directory.Delete(Failures);
    }
}
