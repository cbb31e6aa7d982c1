namespace IntelMQ.Text;

/// <summary>The tables of nameprep, unpacked at first use.</summary>
internal static class NameprepTables
{
    private static readonly int[] MappedFrom;
    private static readonly int[] MappedStarts;
    private static readonly int[] MappedTo;
    private static readonly Dictionary<(int First, int Second), int> Composed;

    static NameprepTables()
    {
        List<int> from = [], starts = [0], to = [];
        var numbers = new PackedNumbers(NameprepData.Mappings);
        int code = 0;
        while (!numbers.IsAtEnd)
        {
            code += numbers.ReadUnsigned();
            from.Add(code);
            int before = code;
            for (int count = numbers.ReadUnsigned(); count > 0; count--)
            {
                before += numbers.ReadSigned();
                to.Add(before);
            }
            starts.Add(to.Count);
        }
        MappedFrom = [.. from];
        MappedStarts = [.. starts];
        MappedTo = [.. to];

        Composed = [];
        numbers = new PackedNumbers(NameprepData.Compositions);
        int first = 0;
        while (!numbers.IsAtEnd)
        {
            first += numbers.ReadUnsigned();
            int second = numbers.ReadUnsigned();
            Composed.Add((first, second), first + numbers.ReadSigned());
        }
    }

    /// <summary>Combining classes.</summary>
    public static CodePointRanges Classes { get; } = CodePointRanges.ReadMap(NameprepData.Classes);

    /// <summary>Characters that no name may hold.</summary>
    public static CodePointRanges Prohibited { get; } = CodePointRanges.ReadSet(NameprepData.Prohibited);

    /// <summary>Characters that are written from right to left.</summary>
    public static CodePointRanges RightToLeft { get; } = CodePointRanges.ReadSet(NameprepData.RightToLeft);

    /// <summary>Characters that are written from left to right.</summary>
    public static CodePointRanges LeftToRight { get; } = CodePointRanges.ReadSet(NameprepData.LeftToRight);

    /// <summary>Characters that stand for a delimiter of a URL, or hold one, in compatible form.</summary>
    public static CodePointRanges SlashLike { get; } = CodePointRanges.ReadSet(NameprepData.SlashLike);

    /// <summary>What a character becomes by folding and decomposition: perhaps nothing, perhaps up to 18 characters.</summary>
    /// <returns>Whether it becomes anything else than itself.</returns>
    public static bool TryMap(int codePoint, out ReadOnlySpan<int> mapped)
    {
        int index = Array.BinarySearch(MappedFrom, codePoint);
        mapped = index < 0 ? default : MappedTo.AsSpan(MappedStarts[index]..MappedStarts[index + 1]);
        return index >= 0;
    }

    /// <summary>What a pair of characters is composed to, or -1.</summary>
    public static int Compose(int first, int second) => Composed.GetValueOrDefault((first, second), -1);
}
