using IntelMQ.Bots.Collectors;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Collectors =>
    [
        FileCollector.Descriptor,
        HttpCollector.Descriptor,
    ];
}
