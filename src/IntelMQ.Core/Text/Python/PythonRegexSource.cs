namespace IntelMQ.Text;

/// <summary>Reads a pattern character by character.</summary>
internal sealed class PythonRegexSource(string pattern)
{
    /// <summary>Where the next character stands.</summary>
    public int Position { get; set; }

    /// <summary>Whether everything was read.</summary>
    public bool AtEnd => Position >= pattern.Length;

    /// <summary>The next character, NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : pattern[Position];

    /// <summary>Takes the next character where it is the one given.</summary>
    public bool Take(char expected)
    {
        if (AtEnd || pattern[Position] != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes the next character, surrogate pairs as one.</summary>
    public int Next(string whatIsMissing)
    {
        if (AtEnd)
            throw Error(whatIsMissing);
        char unit = pattern[Position++];
        if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Peek))
            return char.ConvertToUtf32(unit, pattern[Position++]);
        return unit;
    }

    /// <summary>Takes up to <paramref name="most"/> characters for which <paramref name="wanted"/> holds.</summary>
    public string TakeWhile(Func<char, bool> wanted, int most = int.MaxValue)
    {
        int start = Position;
        while (!AtEnd && Position - start < most && wanted(pattern[Position]))
            Position++;
        return pattern[start..Position];
    }

    /// <summary>Takes a name and the character behind it.</summary>
    public string TakeUntil(char end)
    {
        int stop = pattern.IndexOf(end, Position);
        if (stop < 0)
            throw Error($"'{end}' is missing");
        string name = pattern[Position..stop];
        if (name.Length == 0)
            throw Error("a group name is missing");
        Position = stop + 1;
        return name;
    }

    /// <summary>The error at the present place.</summary>
    public PythonRegexException Error(string what) => new($"{what} (at character {Position})");
}
