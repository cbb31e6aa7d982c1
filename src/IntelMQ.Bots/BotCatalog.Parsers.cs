using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Parsers.AnubisNetworks;
using IntelMQ.Bots.Parsers.Bambenek;
using IntelMQ.Bots.Parsers.BlocklistDe;
using IntelMQ.Bots.Parsers.Blueliv;
using IntelMQ.Bots.Parsers.Calidog;
using IntelMQ.Bots.Parsers.CertEu;
using IntelMQ.Bots.Parsers.CiArmy;
using IntelMQ.Bots.Parsers.CleanMx;
using IntelMQ.Bots.Parsers.Cymru;
using IntelMQ.Bots.Parsers.CzNic;
using IntelMQ.Bots.Parsers.DangerRulez;
using IntelMQ.Bots.Parsers.Dataplane;
using IntelMQ.Bots.Parsers.Dshield;
using IntelMQ.Bots.Parsers.Dyn;
using IntelMQ.Bots.Parsers.Eset;
using IntelMQ.Bots.Parsers.FireEye;
using IntelMQ.Bots.Parsers.Fraunhofer;
using IntelMQ.Bots.Parsers.Generic;
using IntelMQ.Bots.Parsers.GitHubFeed;
using IntelMQ.Bots.Parsers.Hibp;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Bots.Parsers.KeyValue;
using IntelMQ.Bots.Parsers.MalwarePatrol;
using IntelMQ.Bots.Parsers.MalwareUrl;
using IntelMQ.Bots.Parsers.McAfee;
using IntelMQ.Bots.Parsers.Microsoft;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Parsers.N6;
using IntelMQ.Bots.Parsers.OpenPhish;
using IntelMQ.Bots.Parsers.PhishTank;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Bots.Parsers.Spamhaus;
using IntelMQ.Bots.Parsers.Surbl;
using IntelMQ.Bots.Parsers.ThreatMiner;
using IntelMQ.Bots.Parsers.Turris;
using IntelMQ.Bots.Parsers.Twitter;
using IntelMQ.Bots.Parsers.VxVault;
using IntelMQ.Bots.Parsers.ZoneH;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Parsers =>
    [
        AlienVaultOtxParser.Descriptor,
        AlienVaultReputationParser.Descriptor,
        AnubisNetworksParser.Descriptor,
        BambenekParser.Descriptor,
        BingMaliciousUrlsParser.Descriptor,
        BlocklistDeParser.Descriptor,
        BluelivCrimeserverParser.Descriptor,
        BruteForceBlockerParser.Descriptor,
        CertEuCsvParser.Descriptor,
        CertStreamParser.Descriptor,
        CiArmyParser.Descriptor,
        CleanMxParser.Descriptor,
        CymruCapParser.Descriptor,
        CymruFullBogonsParser.Descriptor,
        CzNicHaasParser.Descriptor,
        CzNicProkiParser.Descriptor,
        DansGuardianParser.Descriptor,
        DataplaneParser.Descriptor,
        DshieldAsnParser.Descriptor,
        DshieldBlockParser.Descriptor,
        DynPonmocupParser.Descriptor,
        EsetParser.Descriptor,
        FeodoTrackerParser.Descriptor,
        FireEyeParser.Descriptor,
        FraunhoferDgaParser.Descriptor,
        GenericCsvParser.Descriptor,
        GenericHtmlTableParser.Descriptor,
        GenericKeyValueParser.Descriptor,
        GitHubFeedParser.Descriptor,
        HibpCallbackParser.Descriptor,
        IntelMqJsonParser.Descriptor,
        MalwareUrlParser.Descriptor,
        McAfeeAtdParser.Descriptor,
        MicrosoftCtipParser.Descriptor,
        MispParser.Descriptor,
        N6StompParser.Descriptor,
        OpenPhishCommercialParser.Descriptor,
        OpenPhishParser.Descriptor,
        PhishTankParser.Descriptor,
        ShadowserverParser.Descriptor,
        ShodanCsvParser.Descriptor,
        ShodanParser.Descriptor,
        SpamhausCertParser.Descriptor,
        SpamhausDropJsonParser.Descriptor,
        SpamhausDropParser.Descriptor,
        SurblParser.Descriptor,
        ThreatFoxParser.Descriptor,
        ThreatMinerParser.Descriptor,
        TurrisGreylistParser.Descriptor,
        TwitterParser.Descriptor,
        UrlhausParser.Descriptor,
        VxVaultParser.Descriptor,
        ZoneHParser.Descriptor,
    ];
}
