using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Misp.Events;

/// <summary>The tags that events of MISP get from the fields of an event.</summary>
internal static class MispTags
{
    // What IntelMQ has beside the reference taxonomy of incidents, all of it in the taxonomy "other".
    private static readonly HashSet<string> NotInReference =
    [
        ClassificationType.Blacklist, ClassificationType.DgaDomain, ClassificationType.Malware, ClassificationType.Proxy, ClassificationType.Tor,
    ];

    /// <summary>A field and its value, in IntelMQ's own form.</summary>
    public static string OfField(string field, string value) => $"IntelMQ:{field}=\"{value.Replace("\"", "'", StringComparison.Ordinal)}\"";

    /// <summary>The tag of the reference taxonomy of incidents; <see langword="null"/> where the event is not classified.</summary>
    public static string? Rsit(Event message)
    {
        if (!message.TryGet(Fields.Classification.Type, out string? type))
            return null;
        if (NotInReference.Contains(type))
            return "rsit:other=\"other\"";
        // The one name that IntelMQ spells in another way.
        return $"rsit:{ClassificationTaxonomy.Of(type)}=\"{(type == ClassificationType.UnauthorizedUseOfResources ? "unauthorised-use-of-resources" : type)}\"";
    }

    /// <summary>The tag of the Traffic Light Protocol, version 2; <see langword="null"/> where the event says nothing of it.</summary>
    public static string? Tlp(Event message)
        => message.TryGet(Fields.Tlp, out string? tlp) ? $"tlp:{(tlp == Harmonization.Tlp.White ? Harmonization.Tlp.Clear : tlp).ToLowerInvariant()}" : null;
}
