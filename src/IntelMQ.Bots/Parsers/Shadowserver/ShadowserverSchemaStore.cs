namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>
/// The schema's file and those beside it: <c>.candidate</c>, a schema that waits; <c>.bak</c>, the one before; <c>.refused</c>, the date of one that
/// was rolled back and is not taken again by itself. Each is replaced as a whole.
/// </summary>
internal sealed class ShadowserverSchemaStore(string path)
{
    private string Candidate => path + ".candidate";

    private string Before => path + ".bak";

    private string Refused => path + ".refused";

    /// <summary>Whether there is a schema.</summary>
    public bool IsThere => File.Exists(path);

    /// <summary>The schema in force; <see langword="null"/> for none.</summary>
    /// <exception cref="InvalidDataException">The file is no schema.</exception>
    public ShadowserverSchema? ReadCurrent() => Read(path);

    /// <summary>The schema that waits; <see langword="null"/> for none.</summary>
    /// <exception cref="InvalidDataException">The file is no schema.</exception>
    public ShadowserverSchema? ReadCandidate() => Read(Candidate);

    /// <summary>Whether a schema was rolled back.</summary>
    public bool IsRefused(ShadowserverSchema schema) => File.Exists(Refused) && File.ReadAllText(Refused) == schema.DateCreated;

    /// <summary>Has a schema wait.</summary>
    public void Propose(byte[] json) => Replace(Candidate, json);

    /// <summary>Nothing waits any more.</summary>
    public void DropCandidate() => File.Delete(Candidate);

    /// <summary>A schema takes the old one's place, which stays beside it.</summary>
    public void Take(byte[] json)
    {
        if (File.Exists(path))
            Replace(Before, File.ReadAllBytes(path));
        Replace(path, json);
        DropCandidate();
    }

    /// <summary>What waits takes the old one's place.</summary>
    public void TakeCandidate()
    {
        Take(File.ReadAllBytes(Candidate));
        // Somebody has decided otherwise.
        File.Delete(Refused);
    }

    /// <summary>The one before is in force again; the one that was is refused until somebody takes it.</summary>
    /// <returns>Whether there is one before.</returns>
    public bool RollBack()
    {
        if (!File.Exists(Before))
            return false;
        byte[]? refused = File.Exists(path) ? File.ReadAllBytes(path) : null;
        if (refused is not null && ShadowserverSchema.TryParse(refused, out ShadowserverSchema? schema, out _) && schema.DateCreated is { } date)
            File.WriteAllText(Refused, date);
        Replace(path, File.ReadAllBytes(Before));
        File.Delete(Before);
        if (refused is not null)
            Propose(refused);
        return true;
    }

    private static ShadowserverSchema? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        return ShadowserverSchema.TryParse(File.ReadAllBytes(file), out ShadowserverSchema? schema, out string? error) ? schema : throw new InvalidDataException($"{file} {error.TrimEnd('.')}; remove it to have it replaced.");
    }

    private static void Replace(string file, byte[] json)
    {
        string temporary = file + ".new";
        File.WriteAllBytes(temporary, json);
        File.Move(temporary, file, overwrite: true);
    }
}
