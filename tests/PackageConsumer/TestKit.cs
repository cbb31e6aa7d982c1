using System.Runtime.CompilerServices;
using IntelMQ.Bots.Experts;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

/// <summary>Runs before the README's example, so that the third package is used too.</summary>
internal static class TestKit
{
    [ModuleInitializer]
    internal static void Run()
    {
        var message = new Event();
        message[Fields.Classification.Type] = ClassificationType.C2Server;
        BotRun run = BotHarness.RunAsync(new TaxonomyExpert(), message).GetAwaiter().GetResult();
        Console.WriteLine($"taxonomy: {run.Event[Fields.Classification.Taxonomy]}");
    }
}
