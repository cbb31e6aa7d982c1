using System.Text.Json.Serialization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Outputs;

/// <summary>Drops events: for tests, and for the end of a path that nobody needs.</summary>
public sealed class BlackholeOutput : Output
{
    /// <summary>Creates the output.</summary>
    public BlackholeOutput()
    {
    }

    internal static BotDescriptor Descriptor => BotDescriptor.For<BlackholeOutput, NoOptions>(
        "intelmq.bots.outputs.blackhole.output",
        BotKind.Output,
        "Drops events.",
        BlackholeOutputJson.Default.NoOptions,
        static (_, _) => new BlackholeOutput());

    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NoOptions))]
internal sealed partial class BlackholeOutputJson : JsonSerializerContext;
