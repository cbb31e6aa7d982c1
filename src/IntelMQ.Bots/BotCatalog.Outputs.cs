using IntelMQ.Bots.Outputs;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Outputs =>
    [
        FileOutput.Descriptor,
    ];
}
