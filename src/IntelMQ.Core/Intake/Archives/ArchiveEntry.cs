namespace IntelMQ.Intake;

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its name as the archive writes it: a text from outside, no path to write to.</param>
/// <param name="Content">Its data, to be read once, to its end.</param>
public readonly record struct ArchiveEntry(string Name, Stream Content);
