namespace IntelMQ.Bots.Tests.Support;

/// <summary>The bots that tests ask for by module path.</summary>
internal static class Catalogs
{
    public static BotCatalog Standard { get; } = new BotCatalog().Add(StandardBots.All);
}
