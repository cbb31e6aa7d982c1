using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The type <c>URL</c>: any text with a network location. Addresses that were made harmless (<c>hxxp://</c>, <c>hxxps://</c>, <c>[.]</c> in
/// the host, <c>[:]//</c>) are made whole again; files without a host get <c>localhost</c>. Nothing else is changed.
/// </summary>
/// <param name="asIn33">Whether hosts with brackets are left for <see cref="ConvertRefused"/>, since IntelMQ 3.3 refuses them.</param>
internal sealed class UrlType(bool asIn33 = false) : HarmonizationType("URL")
{
    private const string NotAUrl = "is not a URL with a network location";
    private const string IsMalformed = "is a URL with a malformed host";

    // What may stand in a URL and has no meaning for where its host begins and ends, nor is cut off or taken out of it.
    private static readonly SearchValues<byte> Ordinary = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$&'()*+,-./:;=?@_~%#"u8);

    // Nearly every URL: known to be one without being split.
    internal override bool Keeps(ReadOnlySpan<byte> text) => IsOrdinary(text);

    private static bool IsOrdinary(ReadOnlySpan<byte> text)
    {
        int host = text.StartsWith("http://"u8) ? 7 : text.StartsWith("https://"u8) ? 8 : text.Length;
        return host < text.Length && text[host] is not ((byte)'/' or (byte)'?' or (byte)'#')
            && !text.ContainsAnyExcept(Ordinary) && text.IndexOf("hxxp"u8) < 0;
    }

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer) => Convert(value, buffer, !asIn33);

    internal override Harmonized ConvertRefused(in FieldValue value, Utf8Buffer buffer, string reason)
        => asIn33 ? Convert(value, buffer, refangs: true) : Harmonized.Invalid(reason);

    private static Harmonized Convert(in FieldValue value, Utf8Buffer buffer, bool refangs)
    {
        // Nothing but a text has a network location, not even in its text form.
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid(NotAUrl);
        if (IsOrdinary(value.Utf8))
            return Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length);
        ReadOnlySpan<byte> text = Utf8Text.Trim(value.Utf8);
        int start = buffer.Length;
        bool isHarmless = refangs && Refanged.IsHarmless(text);
        bool isChanged = isHarmless || text.IndexOf("hxxp"u8) >= 0;
        if (isHarmless)
        {
            Refanged.WriteUrl(text, buffer);
            text = buffer.WrittenSpan[start..].ToArray();
            buffer.Truncate(start);
        }

        if (isChanged)
        {
            AppendWhole(text, buffer);
            text = buffer.WrittenSpan[start..];
        }

        if (!UrlParts.TrySplit(text, out UrlParts parts))
            return Harmonized.Invalid(IsMalformed);
        if (parts.NetworkLocation.IsEmpty)
        {
            if (!parts.Scheme.SequenceEqual("file"u8))
                return Harmonized.Invalid(NotAUrl);
            return WriteLocalFile(parts, buffer);
        }
        if (isChanged)
            return Harmonized.Written(FieldValueKind.Text, buffer, start);
        value.Utf8.Overlaps(text, out int offset);
        return Harmonized.Slice(FieldValueKind.Text, offset, text.Length);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        ReadOnlySpan<byte> text = value.Utf8;
        if (value.Kind != FieldValueKind.Text || StartsWithWhiteSpace(text))
            reason = NotAUrl;
        else if (!UrlParts.TrySplit(text, out UrlParts parts))
            reason = IsMalformed;
        else
            reason = parts.NetworkLocation.IsEmpty ? NotAUrl : null;
        return reason is null;
    }

    private static bool StartsWithWhiteSpace(ReadOnlySpan<byte> text)
        => Rune.DecodeFromUtf8(text, out Rune rune, out _) == OperationStatus.Done && Utf8Text.IsWhiteSpace(rune);

    private static void AppendWhole(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        for (int at; (at = text.IndexOf("hxxp"u8)) >= 0; text = text[(at + 4)..])
        {
            ReadOnlySpan<byte> behind = text[(at + 4)..];
            bool isScheme = behind.StartsWith("://"u8) || behind.StartsWith("s://"u8);
            buffer.Append(text[..at]);
            buffer.Append(isScheme ? "http"u8 : "hxxp"u8);
        }
        buffer.Append(text);
    }

    private static Harmonized WriteLocalFile(UrlParts parts, Utf8Buffer buffer)
    {
        // Behind what the buffer has: the parts may be views of it.
        int start = buffer.Length;
        buffer.Append("file://localhost"u8);
        if (!parts.Path.IsEmpty && parts.Path[0] != (byte)'/')
            buffer.Append((byte)'/');
        buffer.Append(parts.Path);
        if (!parts.Query.IsEmpty)
        {
            buffer.Append((byte)'?');
            buffer.Append(parts.Query);
        }
        if (!parts.Fragment.IsEmpty)
        {
            buffer.Append((byte)'#');
            buffer.Append(parts.Fragment);
        }
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}
