using IntelMQ.Harmonization;

namespace IntelMQ.Mapping;

/// <summary>The types whose cleaned values hold no character that JSON escapes.</summary>
internal static class PlainTypes
{
    public static bool Contains(HarmonizationType type)
        => type == HarmonizationTypes.IPAddress || type == HarmonizationTypes.IPNetwork || type == HarmonizationTypes.DateTime
        || type == HarmonizationTypes.ASN || type == HarmonizationTypes.Integer || type == HarmonizationTypes.Float
        || type == HarmonizationTypes.Accuracy || type == HarmonizationTypes.Boolean || type == HarmonizationTypes.Registry
        || type == HarmonizationTypes.TLP || type == HarmonizationTypes.IntelMQ33.TLP
        || type == HarmonizationTypes.ClassificationType || type == HarmonizationTypes.ClassificationTaxonomy;
}
