using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shadowserver;

/// <summary>The converter <c>extract_cve_from_tag</c>: the CVE numbers among a cell's tags, sorted as text, each once.</summary>
internal static class ShadowserverCves
{
    /// <summary>More tags than this are not looked at: no real cell comes near.</summary>
    private const int MaxTags = 256;

    /// <summary>Takes the parts between semicolons that are CVE numbers in lower case.</summary>
    public static Harmonized Convert(FieldValue value, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        int first = text.IndexOf("cve-"u8);
        if (first < 0)
            return Harmonized.None;
        if (!text.Contains((byte)';'))
            return IsCve(text) ? ShadowserverConverters.Unchanged(value) : Harmonized.None;

        Span<Range> tags = stackalloc Range[MaxTags];
        int count = 0;
        foreach (Range tag in text.Split((byte)';'))
        {
            if (count < MaxTags && IsCve(text[tag]))
                tags[count++] = tag;
        }

        if (count == 0)
            return Harmonized.None;
        Sort(tags[..count], text);
        int start = buffer.Length;
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && text[tags[i]].SequenceEqual(text[tags[i - 1]]))
                continue;
            if (i > 0)
                buffer.Append((byte)';');
            buffer.Append(text[tags[i]]);
        }

        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    // A few tags at most, nearly always in order; a comparison that captures a span cannot be handed to Span.Sort.
    private static void Sort(Span<Range> tags, ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < tags.Length; i++)
        {
            for (int j = i; j > 0 && text[tags[j]].SequenceCompareTo(text[tags[j - 1]]) < 0; j--)
                (tags[j], tags[j - 1]) = (tags[j - 1], tags[j]);
        }
    }

    // The end may be followed by a line feed, as a pattern's "$" has it.
    private static bool IsCve(ReadOnlySpan<byte> tag)
    {
        if (!tag.StartsWith("cve-"u8))
            return false;
        tag = tag["cve-".Length..];
        if (tag.EndsWith("\n"u8))
            tag = tag[..^1];
        int dash = tag.IndexOf((byte)'-');
        return dash > 0 && dash < tag.Length - 1
            && !tag[..dash].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !tag[(dash + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
