using System.Text;

namespace IntelMQ.Pipelines;

/// <summary>The ids of bots in code that were given none: made of the classes' names.</summary>
internal sealed class BotIds(IEnumerable<string> given)
{
    private readonly HashSet<string> _taken = new(given, StringComparer.Ordinal);

    public string Make(string className)
    {
        var name = new StringBuilder();
        bool afterLower = false;
        foreach (char c in className)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                continue;
            if (char.IsAsciiLetterUpper(c) && afterLower)
                name.Append('-');
            afterLower = !char.IsAsciiLetterUpper(c);
            name.Append(char.ToLowerInvariant(c));
        }

        string stem = name.Length == 0 ? "bot" : name.ToString();
        string made = stem;
        for (int i = 2; !_taken.Add(made); i++)
            made = $"{stem}-{i}";
        return made;
    }
}
