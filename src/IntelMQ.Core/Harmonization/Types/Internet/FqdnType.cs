using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// The type <c>FQDN</c>: a host name in lower case, encoded by IDNA 2003, without dots at its ends; RFC 952 and 1123, and underscores, which
/// the DNS has in practice. A leading <c>*.</c> stays. Names that were made harmless (<c>example[.]com</c>) are made whole again.
/// </summary>
/// <remarks>
/// A last label that is a number, decimal or with <c>0x</c>, makes an address of the whole, as browsers read it (WHATWG URL, "ends in a
/// number"), and addresses are refused.
/// </remarks>
internal sealed class FqdnType() : HarmonizationType("FQDN")
{
    private const string NotAName = "is not a host name";
    private const string IsAnAddress = "is not a host name but an IP address";
    private const int MaxLabel = 63;
    private const int MaxName = 253;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    internal override bool Keeps(ReadOnlySpan<byte> text) => Fault(text) is null;

    public override Harmonized Convert(in FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind == FieldValueKind.Text)
            return ConvertText(value.Utf8, buffer);
        // A number is an address at best; of the rest nothing has the text form of a name.
        return Harmonized.Invalid(NotAName);
    }

    public override bool IsValid(FieldValue value, [NotNullWhen(false)] out string? reason)
    {
        reason = value.Kind == FieldValueKind.Text ? Fault(value.Utf8) : NotAName;
        return reason is null;
    }

    private static Harmonized ConvertText(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> name = Utf8Text.Trim(text).Trim((byte)'.');
        if (Fault(name) is not { } fault)
        {
            text.Overlaps(name, out int offset);
            return Harmonized.Slice(FieldValueKind.Text, offset, name.Length);
        }

        int start = buffer.Length;
        if (Refanged.HasBrackets(name))
        {
            Refanged.WriteHost(name, buffer);
            name = buffer.ToArray().AsSpan(start).Trim((byte)'.');
            buffer.Truncate(start);
        }
        else if (Ascii.IsValid(name) && !name.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return Harmonized.Invalid(fault);
        }

        if (Ascii.IsValid(name))
            buffer.Append(name);
        else if (!Idna2003.TryToAscii(name, buffer))
            return Harmonized.Invalid(NotAName);
        // Written once, then lower-cased where it stands: the encoding leaves ASCII labels as they are.
        Span<byte> lower = stackalloc byte[MaxName + 1];
        int length = buffer.Length - start;
        if (length > MaxName)
            return Harmonized.Invalid(NotAName);
        lower = lower[..length];
        Ascii.ToLower(buffer.WrittenSpan[start..], lower, out _);
        buffer.Truncate(start);
        buffer.Append(lower);
        return Fault(lower) is { } reason ? Harmonized.Invalid(reason) : Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    /// <summary>Why a name is not valid as it stands; null where it is.</summary>
    private static string? Fault(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("*."u8))
            name = name[2..];
        if (name.Length is 0 or > MaxName || name.ContainsAnyExcept(Plain) || IsSeparator(name[0]) || IsSeparator(name[^1]))
            return NotAName;
        bool isShort = name.Length <= MaxLabel && name.IndexOf(".."u8) < 0;
        if (!isShort && !Idna2003.HasValidLabels(name))
            return NotAName;
        // Few names have a hyphen at all.
        if (name.Contains((byte)'-') && (name.IndexOf("-."u8) >= 0 || name.IndexOf(".-"u8) >= 0))
            return NotAName;
        return EndsInNumber(name) ? IpAddressParser.TryParseIPv4(name, out _) ? IsAnAddress : NotAName : null;
    }

    private static bool IsSeparator(byte value) => value is (byte)'-' or (byte)'.';

    private static bool EndsInNumber(ReadOnlySpan<byte> name)
    {
        if (!char.IsAsciiHexDigit((char)name[^1]) && name[^1] != (byte)'x')
            return false;
        ReadOnlySpan<byte> last = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (!last.StartsWith("0x"u8))
            return !last.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        foreach (byte digit in last[2..])
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }
        return true;
    }
}
