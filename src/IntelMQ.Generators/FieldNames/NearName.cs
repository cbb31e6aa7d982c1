namespace IntelMQ.Generators.FieldNames;

/// <summary>Finds the name of a field that somebody probably meant.</summary>
internal static class NearName
{
    private const string Extra = "extra.";
    private const int MaxLength = 64;

    /// <summary>The name that was meant; <see langword="null"/> where the name is right, or near none.</summary>
    public static string? Find(string name, ICollection<string> declared)
    {
        if (name.Length is 0 or > MaxLength || name == "extra" || declared.Contains(name))
            return null;
        if (name.StartsWith(Extra, StringComparison.Ordinal))
            return name.Any(char.IsUpper) ? name.ToLowerInvariant() : null;
        string? best = null;
        int fewest = Math.Max(2, name.Length / 5) + 1;
        foreach (string candidate in BuiltInNames.All.Concat(declared))
        {
            int edits = Distance(name, candidate, fewest);
            if (edits == 0 && candidate == name)
                return null;
            if (edits < fewest)
                (best, fewest) = (candidate, edits);
        }

        int dot = name.IndexOf('.');
        return best ?? (dot > 0 && Distance(name.Substring(0, dot), "extra", 2) < 2 ? Extra + name.Substring(dot + 1).ToLowerInvariant() : null);
    }

    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
            return limit;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
