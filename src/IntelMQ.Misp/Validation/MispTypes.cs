using System.Collections.Frozen;

namespace IntelMQ.Misp.Validation;

/// <summary>The types of attributes that MISP knows, and in which categories.</summary>
internal static class MispTypes
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> ByCategory = Read();

    /// <summary>Whether a category has attributes of a type.</summary>
    public static bool Has(string category, string type) => ByCategory.TryGetValue(category, out FrozenSet<string>? types) && types.Contains(type);

    private static FrozenDictionary<string, FrozenSet<string>> Read()
    {
        using Stream stream = typeof(MispTypes).Assembly.GetManifestResourceStream("MispTypes.txt")!;
        using var lines = new StreamReader(stream);
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.TrimEnd('\r').Split('\t'))
            .ToFrozenDictionary(static cells => cells[0], static cells => cells.Skip(1).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
