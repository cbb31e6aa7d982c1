using System.ComponentModel;

namespace IntelMQ.Text;

/// <summary>Finds the name that somebody probably meant, for error messages.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NearestName
{
    /// <summary>The candidate with the fewest edits, or <see langword="null"/> where none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What there is.</param>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > 64)
            return null;
        string? best = null;
        int fewest = Math.Max(2, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int edits = Distance(name, candidate, fewest);
            if (edits < fewest)
                (best, fewest) = (candidate, edits);
        }

        return best;
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

        return row[^1];
    }
}
