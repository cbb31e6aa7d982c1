using IntelMQ.Bots.Experts;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Experts =>
    [
        DeduplicatorExpert.Descriptor,
        FieldReducerExpert.Descriptor,
        FilterExpert.Descriptor,
        MaxmindGeoipExpert.Descriptor,
        Rfc1918Expert.Descriptor,
        TaxonomyExpert.Descriptor,
        Url2FqdnExpert.Descriptor,
    ];
}
