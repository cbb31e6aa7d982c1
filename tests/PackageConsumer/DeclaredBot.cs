using IntelMQ.Bots;
using IntelMQ.Messages;

namespace PackageConsumer;

/// <summary>Parameters of <see cref="DeclaredExpert"/>.</summary>
public sealed partial class DeclaredExpertOptions : BotOptions
{
    /// <summary>How many events pass.</summary>
    [Range(1, 10)]
    public int Count { get; set; } = 1;
}

/// <summary>Lets events pass.</summary>
[Bot("packageconsumer.expert", BotKind.Expert)]
public sealed partial class DeclaredExpert(DeclaredExpertOptions options, BotServices services) : Expert(options, services)
{
    /// <inheritdoc/>
    public override Verdict Process(Event message) => options.Count > 0 ? Verdict.Keep : Verdict.Drop;
}

/// <summary>The bots of this program.</summary>
[BotList]
public static partial class DeclaredBots;

/// <summary>Does not compile where the package brings no generator, and stops the program where that has read another meaning.</summary>
internal static class Declarations
{
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Check()
    {
        if (DeclaredBots.All is not [{ Summary: "Lets events pass.", Parameters: [{ Name: "count", Rules.Summary: "How many events pass." }] }])
            throw new InvalidOperationException("The generator read the declarations wrongly.");
        _ = new DeclaredExpert(new DeclaredExpertOptions());
    }
}
