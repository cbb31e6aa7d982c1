using System.Text.Json.Serialization;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Testing.Samples;

/// <summary>Waits for a service as long as it takes, whatever it is told.</summary>
internal sealed class HangingExpert(BotServices services) : AsyncExpert(services)
{
    public override async ValueTask<Verdict> ProcessAsync(Event message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Services.Http!.ClientFor(Http.HttpConnectionSettings.Default).GetAsync(new Uri("https://service.example.com/"), CancellationToken.None);
        return Verdict.Keep;
    }
}

/// <summary>Sends along a path that it does not declare.</summary>
internal sealed class LostExpert : Expert
{
    public override Verdict Process(Event message) => Verdict.To("elsewhere");
}

/// <summary>Keeps every event, and takes parameters.</summary>
internal sealed class NumberExpert(BotOptions options) : Expert
{
    public override Verdict Process(Event message) => options is null ? Verdict.Drop : Verdict.Keep;
}

internal abstract class NumberOptions : BotOptions
{
    public int Number { get; set; } = 1;
}

/// <summary>Throws where it should complain.</summary>
internal sealed class CarelessOptions : NumberOptions
{
    public override void Validate(ICollection<string> complaints) => ArgumentOutOfRangeException.ThrowIfNegative(Number);
}

/// <summary>Complains without a name.</summary>
internal sealed class VagueOptions : NumberOptions
{
    public override void Validate(ICollection<string> complaints)
    {
        if (Number < 0)
            complaints.Add("That will not do.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CarelessOptions))]
[JsonSerializable(typeof(VagueOptions))]
internal sealed partial class SampleJson : JsonSerializerContext;
