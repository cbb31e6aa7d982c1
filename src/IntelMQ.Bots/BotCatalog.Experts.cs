using IntelMQ.Bots.Experts;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Experts =>
    [
        AsnLookupExpert.Descriptor,
        CsvConverterExpert.Descriptor,
        DeduplicatorExpert.Descriptor,
        DomainSuffixExpert.Descriptor,
        DomainValidExpert.Descriptor,
        FieldReducerExpert.Descriptor,
        FilterExpert.Descriptor,
        FormatFieldExpert.Descriptor,
        GeohashExpert.Descriptor,
        HttpContentExpert.Descriptor,
        HttpStatusExpert.Descriptor,
        IdeaExpert.Descriptor,
        MaxmindGeoipExpert.Descriptor,
        ModifyExpert.Descriptor,
        RecordedFutureIpRiskExpert.Descriptor,
        RemoveAffixExpert.Descriptor,
        Rfc1918Expert.Descriptor,
        RipeExpert.Descriptor,
        SieveExpert.Descriptor,
        TaxonomyExpert.Descriptor,
        ThresholdExpert.Descriptor,
        TorNodesExpert.Descriptor,
        TruncateByDelimiterExpert.Descriptor,
        TuencyExpert.Descriptor,
        Url2FqdnExpert.Descriptor,
        UrlExpert.Descriptor,
        WaitExpert.Descriptor,
    ];
}
