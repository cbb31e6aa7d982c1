using IntelMQ.Bots.Outputs;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Outputs =>
    [
        BlackholeOutput.Descriptor,
        FileOutput.Descriptor,
        FilesOutput.Descriptor,
        StompOutput.Descriptor,
        TcpOutput.Descriptor,
        TouchOutput.Descriptor,
        UdpOutput.Descriptor,
    ];
}
