namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>What names, numbers and texts look like.</summary>
internal static class SieveWords
{
    private static readonly HashSet<string> StatementWords =
        new(["if", "elif", "else", "drop", "keep", "path", "add", "add!", "update", "remove", "append", "append!"], StringComparer.Ordinal);

    /// <summary>Characters of words; only lower-case ones make a field's name.</summary>
    public static bool IsWordChar(char value) => char.IsAsciiLetterOrDigit(value) || value is '_' or '.';

    public static bool IsVariableChar(char value) => char.IsAsciiLetterLower(value) || char.IsAsciiDigit(value) || value == '_';

    public static bool IsStatement(ReadOnlySpan<char> word) => StatementWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    public static bool IsKey(ReadOnlySpan<char> word)
    {
        foreach (char value in word)
        {
            if (!IsVariableChar(value) && value != '.')
                return false;
        }

        return !word.IsEmpty;
    }

    /// <summary>The length of the number that the text begins with: sign, digits, point, exponent; 0 where it is a word, or nothing.</summary>
    public static int NumberLength(ReadOnlySpan<char> text)
    {
        int at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int whole = Digits(text, at);
        at += whole;
        int fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            fraction = Digits(text, at + 1);
            at += whole + fraction > 0 ? fraction + 1 : 0;
        }

        if (whole + fraction == 0)
            return 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            int sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            int exponent = Digits(text, at + sign);
            at += exponent > 0 ? sign + exponent : 0;
        }

        return at < text.Length && IsWordChar(text[at]) ? 0 : at;
    }

    /// <summary>What stands between the quotes; a backslash goes where it stands before the quote.</summary>
    public static string Unquote(ReadOnlySpan<char> token)
    {
        string inner = token[1..^1].ToString();
        return token[0] == '"' ? inner.Replace("\\\"", "\"", StringComparison.Ordinal) : inner.Replace("\\'", "'", StringComparison.Ordinal);
    }

    /// <summary>A piece of the file as messages show it.</summary>
    public static string Describe(ReadOnlySpan<char> token)
    {
        const int longest = 40;
        if (token.IsEmpty)
            return "the end of the file";
        string shown = (token.Length > longest ? token[..longest].ToString() + "..." : token.ToString()).ReplaceLineEndings(" ");
        return shown[0] is '\'' or '"' ? shown : $"'{shown}'";
    }

    private static int Digits(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - at;
    }
}
