using System.Globalization;
using System.Net;
using System.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>What Team Cymru says of an address; what is absent is null.</summary>
internal sealed record CymruOrigin(string? Asn, string? Network, string? Country, string? Registry, string? Allocated)
{
    /// <summary>The name of the AS, where it came with the rest.</summary>
    public string? Name { get; init; }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The record of the smallest network, the first of several; null where no text is a record.</summary>
    public static CymruOrigin? MostSpecific(IReadOnlyList<string> texts)
    {
        CymruOrigin? best = null;
        int bestLength = -1;
        foreach (string text in texts)
        {
            if (Parse(text) is not { } origin)
                continue;
            int length = IPNetwork.TryParse(origin.Network, out IPNetwork network) ? network.PrefixLength : -1;
            if (best is not null && length <= bestLength)
                continue;
            best = origin;
            bestLength = length;
        }

        return best;
    }

    /// <summary>The name in the record of an AS.</summary>
    public static string? NameOf(string text)
    {
        string[] cells = text.Split('|', 5);
        return cells.Length < 5 || Cell(cells[4]) is not { } name ? null : Repair(name);
    }

    private static CymruOrigin? Parse(string text)
    {
        string[] cells = text.Split('|');
        if (cells.Length < 5)
            return null;
        string? asn = Cell(cells[0])?.Split(' ', 2)[0];
        if (!uint.TryParse(asn, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            asn = null;
        else
            asn = number.ToString(CultureInfo.InvariantCulture);
        string? registry = Cell(cells[3]);
        string? date = Cell(cells[4]);
        return new(asn, Cell(cells[1]), Cell(cells[2]), registry == "other" ? null : registry, date is null ? null : date + "T00:00:00+00:00");
    }

    private static string? Cell(string cell)
    {
        string text = cell.Replace("\"", "", StringComparison.Ordinal).Trim();
        return text is "" or "NA" ? null : text;
    }

    // Some names were encoded as UTF-8 twice.
    private static string Repair(string name)
    {
        if (name.Any(static c => c > '\u00FF') || name.All(static c => c < '\u0080'))
            return name;
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(name));
        }
        catch (DecoderFallbackException)
        {
            return name;
        }
    }
}
