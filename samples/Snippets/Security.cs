using System.Net;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Http;
using IntelMQ.Pipelines;

namespace Snippets;

/// <summary>docs/security.md.</summary>
public static class Security
{
    public static void ConnectionsThatStayOutside()
    {
        // #region client
        var services = new BotServices
        {
            Http = new HttpConnections(),
            // The default is AddressPolicy.Public; here an instance of one's own may be asked too.
            EventAddresses = AddressPolicy.Public.Allowing(IPNetwork.Parse("10.20.0.0/16")),
        };
        var expert = new HttpStatusExpert(new HttpStatusExpertOptions(), services);
        // #endregion
        Console.WriteLine($"{expert.GetType().Name} {AddressPolicy.Public.Allows(IPAddress.Parse("127.0.0.1"))} {AddressPolicy.Public.Allows(IPAddress.Parse("64:ff9b::a00:1"))}");
    }

    public static async Task ADefinitionFromAPage(Pipeline pipeline, byte[] page)
    {
        // #region outside
        var policy = new OutsidePolicy
        {
            Folders = ["/var/lib/intelmq/feeds", "/var/lib/intelmq/events"],
            Hosts = ["feeds.example.com", "*.example.org"],
            Secrets = ["${env:FEED_KEY}"],
        };
        await pipeline.Control.ApplyAsync(DefinitionReader.FromJson(page, "page"), policy);
        // #endregion
    }
}
