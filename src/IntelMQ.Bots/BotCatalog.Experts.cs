using IntelMQ.Bots.Experts;

namespace IntelMQ.Bots;

public static partial class BotCatalog
{
    private static BotDescriptor[] Experts =>
    [
        TaxonomyExpert.Descriptor,
    ];
}
