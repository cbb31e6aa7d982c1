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
internal sealed class NumberExpert(BotOptions options, BotServices services) : Expert(options, services)
{
    public override Verdict Process(Event message) => Verdict.Keep;
}

internal abstract partial class NumberOptions : BotOptions
{
    /// <summary>A number.</summary>
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
