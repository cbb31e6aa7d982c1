using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Schemas;

/// <summary>The rule for names: lower-case parts of letters, digits and underscores, joined with dots.</summary>
internal static class FieldNames
{
    /// <summary>The longest name that is accepted, in bytes; a bound on hostile input, not one of IntelMQ's.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Whether a name has the form of a field's: at least two characters in the first part, which does not begin with a digit; at least
    /// one in each other part.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxLength)
            return false;
        int part = 0;
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] == (byte)'.')
            {
                if (i - start < (part == 0 ? 2 : 1))
                    return false;
                part++;
                start = i + 1;
            }
            else if (!IsNameByte(name[i]) || (i == 0 && name[i] is >= (byte)'0' and <= (byte)'9'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A name below <c>extra.</c> from whatever a feed calls a column or member: lower-case, with everything else than letters and
    /// digits turned into underscores; dots stay where they separate parts. An empty name gives an empty result.
    /// </summary>
    public static string Normalize(string name)
    {
        var result = new StringBuilder(Math.Min(name.Length, MaxLength));
        foreach (char symbol in name.AsSpan().Trim())
        {
            if (result.Length == MaxLength - FieldKey.ExtraPrefix.Length)
                break;
            char lower = char.ToLowerInvariant(symbol);
            bool separates = lower == '.' && result.Length > 0 && result[^1] != '.';
            result.Append(char.IsAsciiLetterOrDigit(lower) || separates ? lower : '_');
        }

        while (result.Length > 0 && result[^1] == '.')
            result.Length--;
        return result.ToString();
    }

    /// <summary>
    /// As <see cref="Normalize"/>, but apart from the names that are there already: the second of a name gets <c>_2</c> at its end, the third
    /// <c>_3</c>. What has no character that a name may have is <c>_</c>.
    /// </summary>
    /// <param name="name">What a feed calls a column or member.</param>
    /// <param name="taken">The names that are there, each with the number that its next one may get; the new name is added.</param>
    public static string NormalizeApart(string name, Dictionary<string, int> taken)
    {
        string normal = Normalize(name) is { Length: > 0 } form ? form : "_";
        if (taken.TryAdd(normal, 2))
            return normal;
        while (true)
        {
            string end = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"_{taken[normal]++}");
            string apart = normal[..Math.Min(normal.Length, MaxLength - FieldKey.ExtraPrefix.Length - end.Length)] + end;
            if (taken.TryAdd(apart, 2))
                return apart;
        }
    }

    private static bool IsNameByte(byte value)
        => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'_';
}
