using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The type <c>FQDN</c> as IntelMQ 3.3 has it: a name in lower case, encoded by IDNA 2003, without dots at its ends. Any ASCII character
/// may stand in it, save that addresses and what looks like a URL are refused.
/// </summary>
internal sealed class Fqdn33Type() : HarmonizationType("FQDN")
{
    private const string NotAName = "is not a domain name";
    private const string IsAnAddress = "is not a domain name but an IP address";
    private const int MaxLabel = 63;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    internal override bool Keeps(ReadOnlySpan<byte> text) => IsPlain(text) && Fault(text, isPlain: true) is null;

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Text)
            return ConvertText(value.Utf8, buffer);
        if (PythonText.IsFalsy(value))
            return Harmonized.Invalid(NotAName);
        int start = buffer.Length;
        PythonText.Str(value, buffer);
        Harmonized result = ConvertText(buffer.WrittenSpan[start..], buffer);
        // The text of a number or an array has nothing to trim: a part of it is all of it.
        return result.IsSlice ? Harmonized.Written(FieldValueKind.Text, buffer, start) : result;
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Text ? Fault(value.Utf8, IsPlain(value.Utf8)) : NotAName;
        return reason is null;
    }

    private static Harmonized ConvertText(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> name = Utf8Text.Trim(text).Trim((byte)'.');
        int start = buffer.Length;
        bool isPlain = IsPlain(name);
        if (isPlain || (Ascii.IsValid(name) && !name.ContainsAnyInRange((byte)'A', (byte)'Z')))
        {
            text.Overlaps(name, out int offset);
            return Fault(name, isPlain) is { } fault ? Harmonized.Invalid(fault) : Harmonized.Slice(FieldValueKind.Text, offset, name.Length);
        }

        if (Ascii.IsValid(name))
            buffer.Append(name);
        else if (!Idna2003.TryToAscii(name, buffer))
            return Harmonized.Invalid(NotAName);
        // Written once, then lower-cased where it stands: the encoding leaves ASCII labels as they are.
        Span<byte> lower = stackalloc byte[256];
        int length = buffer.Length - start;
        lower = length <= lower.Length ? lower[..length] : new byte[length];
        Ascii.ToLower(buffer.WrittenSpan[start..], lower, out _);
        buffer.Truncate(start);
        buffer.Append(lower);
        return Fault(lower, IsPlain(lower)) is { } reason ? Harmonized.Invalid(reason) : Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static bool IsPlain(ReadOnlySpan<byte> name) => !name.ContainsAnyExcept(Plain);

    /// <summary>Why a name is not valid as it stands; null where it is.</summary>
    private static string? Fault(ReadOnlySpan<byte> name, bool isPlain)
    {
        if (name.IsEmpty || name[0] == (byte)'.' || name[^1] == (byte)'.')
            return NotAName;
        if (!isPlain && !IsPlainEnough(name))
            return NotAName;
        bool isShort = name.Length <= MaxLabel && name.IndexOf(".."u8) < 0;
        if (!isShort && !Idna2003.HasValidLabels(name))
            return NotAName;
        // 0.0.0.0 is no valid address, and so is a name, as it is in IntelMQ.
        bool isAddress = char.IsAsciiDigit((char)name[^1]) && IpAddressParser.TryParseIPv4(name, out uint bits) && bits != 0;
        return isAddress ? IsAnAddress : null;
    }

    /// <summary>Whether a name with unusual characters is lower-case ASCII, without a colon, and nothing but a path to a URL splitter.</summary>
    private static bool IsPlainEnough(ReadOnlySpan<byte> name)
    {
        if (!Ascii.IsValid(name) || name.ContainsAnyInRange((byte)'A', (byte)'Z') || name.Contains((byte)':'))
            return false;
        return UrlParts.TrySplit(name, out UrlParts parts)
            && parts.NetworkLocation.IsEmpty
            && parts.Query.IsEmpty
            && parts.Fragment.IsEmpty
            && !parts.Path.Contains((byte)'/');
    }
}
