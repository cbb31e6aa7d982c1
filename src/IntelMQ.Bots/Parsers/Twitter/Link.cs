using System.Buffers;

namespace IntelMQ.Bots.Parsers.Twitter;

/// <summary>What in a word looks like a host name, with what stands behind it.</summary>
/// <param name="Scheme">The scheme in front of it; empty where there is none.</param>
/// <param name="Host">The host.</param>
/// <param name="Rest">What follows: a port, a path, or nothing.</param>
internal readonly record struct Link(string Scheme, string Host, string Rest)
{
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Finds a host at the start of a word, or behind <c>//</c>.</summary>
    /// <param name="word">In lower case.</param>
    public static Link? Find(string word)
    {
        for (int start = 0; ;)
        {
            int length = word.AsSpan(start).IndexOfAnyExcept(HostCharacters);
            int end = length < 0 ? word.Length : start + length;
            if ((end == word.Length || word[end] is '/' or ':') && IsHost(word.AsSpan(start, end - start)))
                return new Link(SchemeBefore(word, start), word[start..end], word[end..]);
            int next = word.IndexOf("//", Math.Max(end, start), StringComparison.Ordinal);
            if (next < 0)
                return null;
            start = next + 2;
        }
    }

    /// <summary>The URL: with a scheme, without a port that the scheme has anyway, and with a path.</summary>
    public string ToUrl(string defaultScheme)
    {
        string scheme = Scheme.Length == 0 ? defaultScheme : Scheme;
        ReadOnlySpan<char> rest = Rest;
        int path = rest.IndexOf('/');
        ReadOnlySpan<char> port = path < 0 ? rest : rest[..path];
        if (port is ":" || (scheme == "http" && port is ":80") || (scheme == "https" && port is ":443"))
            port = "";
        return $"{scheme}://{Host.TrimEnd('.')}{port}{(path < 0 ? "/" : rest[path..])}";
    }

    // Something that ends with a letter, a dot, and a name of letters.
    private static bool IsHost(ReadOnlySpan<char> text)
    {
        int dot = text.LastIndexOf('.');
        return dot > 0 && char.IsAsciiLetter(text[dot - 1]) && dot + 1 < text.Length && char.IsAsciiLetter(text[dot + 1])
            && !text[(dot + 1)..].ContainsAnyInRange('0', '9');
    }

    private static string SchemeBefore(string word, int start)
    {
        if (start < 3 || word[start - 3] != ':')
            return "";
        int end = start - 3;
        int first = end;
        while (first > 0 && char.IsAsciiLetter(word[first - 1]))
            first--;
        return word[first..end];
    }
}
