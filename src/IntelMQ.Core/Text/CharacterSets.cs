using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace IntelMQ.Text;

/// <summary>The encodings of text by the names that documents, HTTP headers and mails give them.</summary>
/// <remarks>
/// As the WHATWG's Encoding Standard has it, <c>iso-8859-1</c> and <c>us-ascii</c> mean Windows-1252, of which they are parts. UTF-7 is
/// not read, since it hides what a text says.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CharacterSets
{
    private const int Western = 1252;
    private const int Utf7 = 65000;
    private const int LongestName = 40;

    /// <summary>Windows-1252.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(Western)!;

    /// <summary>Finds an encoding; never throws.</summary>
    /// <param name="name">A name, such as <c>utf-8</c>, <c>ISO-8859-15</c> or <c>shift_jis</c>; with or without quotes and blanks around it.</param>
    /// <returns>The encoding, which replaces what it cannot read; <see langword="null"/> where the name is not known.</returns>
    public static Encoding? Find(string? name)
    {
        string label = name?.Trim(' ', '\t', '\r', '\n', '\f', '"', '\'').ToLowerInvariant() ?? "";
        if (label.Length is 0 or > LongestName)
            return null;
        label = label switch
        {
            "utf8" or "unicode-1-1-utf-8" => "utf-8",
            "latin1" or "latin-1" or "l1" or "iso8859-1" or "iso_8859-1" or "iso-8859-1" or "ascii" or "us-ascii" or "ansi_x3.4-1968" or "cp1252" or "x-cp1252" => "windows-1252",
            "sjis" or "ms_kanji" or "x-sjis" or "cp932" or "windows-31j" => "shift_jis",
            "gbk" or "cp936" => "gb18030",
            "cp949" => "ks_c_5601-1987",
            _ when label.StartsWith("cp125", StringComparison.Ordinal) => $"windows-{label[2..]}",
            _ when label.StartsWith("iso8859-", StringComparison.Ordinal) => $"iso-8859-{label["iso8859-".Length..]}",
            _ when label.StartsWith("iso_8859-", StringComparison.Ordinal) => $"iso-8859-{label["iso_8859-".Length..]}",
            _ => label,
        };
        try
        {
            Encoding? known = CodePagesEncodingProvider.Instance.GetEncoding(label);
            if (known is null)
                known = Encoding.GetEncoding(label);
            return known.CodePage == Utf7 ? null : known;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Text as UTF-8 without a byte order mark: what a mark, or whoever gives the text, says of its encoding. Where neither does, and where it is
    /// UTF-8 whatever is said, it stays as it is.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="declared">The name that is declared for its encoding, such as that of the header <c>Content-Type</c>.</param>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> text, string? declared)
    {
        if (ByteOrderMark.WideEncodingOf(text.Span) is not null)
            return FeedText.Decode(text);
        if (Utf8.IsValid(text.Span))
            return text[FeedText.ByteOrderMarkLength(text.Span)..];
        return Find(declared) is { } encoding && !IsUtf8(encoding) ? FeedText.Decode(text, encoding, out _) : text;
    }

    /// <summary>Whether the encoding is UTF-8.</summary>
    internal static bool IsUtf8(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage;

    /// <summary>Whether text in the encoding looks like ASCII, shifts between alphabets by control sequences, and holds such.</summary>
    internal static bool IsShifted(Encoding encoding, ReadOnlySpan<byte> text) => encoding.CodePage switch
    {
        50220 or 50221 or 50222 or 50225 or 50227 => text.Contains((byte)0x1B),
        52936 => text.IndexOf("~{"u8) >= 0,
        _ => false,
    };

    /// <summary>The name of an encoding for people.</summary>
    internal static string NameOf(Encoding encoding) => encoding.WebName.Length > 0 ? encoding.WebName : encoding.CodePage.ToString(CultureInfo.InvariantCulture);
}
