using IntelMQ.Bots.Outputs;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Outputs =>
    [
        BlackholeOutput.Descriptor,
        BroFileOutput.Descriptor,
        Cif3Output.Descriptor,
        ElasticsearchOutput.Descriptor,
        EsmIpOutput.Descriptor,
        FileOutput.Descriptor,
        FilesOutput.Descriptor,
        RestApiOutput.Descriptor,
        RpzFileOutput.Descriptor,
        RtOutput.Descriptor,
        StompOutput.Descriptor,
        TcpOutput.Descriptor,
        TouchOutput.Descriptor,
        UdpOutput.Descriptor,
    ];
}
