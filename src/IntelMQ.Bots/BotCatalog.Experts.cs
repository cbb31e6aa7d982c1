using IntelMQ.Bots.Experts;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Experts =>
    [
        AbusixExpert.Descriptor,
        AggregateExpert.Descriptor,
        AsnLookupExpert.Descriptor,
        CsvConverterExpert.Descriptor,
        CymruWhoisExpert.Descriptor,
        DeduplicatorExpert.Descriptor,
        DoPortalExpert.Descriptor,
        DomainSuffixExpert.Descriptor,
        DomainValidExpert.Descriptor,
        FieldReducerExpert.Descriptor,
        FilterExpert.Descriptor,
        FormatFieldExpert.Descriptor,
        GenericDbLookupExpert.Descriptor,
        GeohashExpert.Descriptor,
        GethostbynameExpert.Descriptor,
        HttpContentExpert.Descriptor,
        HttpStatusExpert.Descriptor,
        IdeaExpert.Descriptor,
        JinjaExpert.Descriptor,
        LookylooExpert.Descriptor,
        MaxmindGeoipExpert.Descriptor,
        MispExpert.Descriptor,
        ModifyExpert.Descriptor,
        NationalCertContactCertatExpert.Descriptor,
        RdapExpert.Descriptor,
        RecordedFutureIpRiskExpert.Descriptor,
        RemoveAffixExpert.Descriptor,
        ReverseDnsExpert.Descriptor,
        Rfc1918Expert.Descriptor,
        RipeExpert.Descriptor,
        SieveExpert.Descriptor,
        SplunkSavedSearchExpert.Descriptor,
        TaxonomyExpert.Descriptor,
        ThresholdExpert.Descriptor,
        TorNodesExpert.Descriptor,
        TruncateByDelimiterExpert.Descriptor,
        TrustedIntroducerLookupExpert.Descriptor,
        TuencyExpert.Descriptor,
        Url2FqdnExpert.Descriptor,
        UrlExpert.Descriptor,
        UwhoisdExpert.Descriptor,
        WaitExpert.Descriptor,
    ];
}
