using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots.Lookups;

/// <summary>The rule for names that look-ups are asked for and that they give: that of the type <c>FQDN</c>.</summary>
internal static class HostNames
{
    /// <summary>The name in the form that is asked for and stored; null where it is no host name.</summary>
    /// <param name="name">UTF-8; a dot at the end does not count.</param>
    public static string? Clean(ReadOnlySpan<byte> name)
    {
        FieldValue value = FieldValue.Text(name);
        var buffer = new Utf8Buffer(Math.Max(1, name.Length));
        Harmonized clean = HarmonizationTypes.FQDN.Convert(value, buffer);
        return clean.IsValid ? clean.Value(value, buffer).ToString() : null;
    }

    /// <inheritdoc cref="Clean(ReadOnlySpan{byte})"/>
    public static string? Clean(string name) => Clean(Encoding.UTF8.GetBytes(name));
}
