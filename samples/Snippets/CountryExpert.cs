// #region expert
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace ExampleFeed;

public sealed class CountryExpert : Expert
{
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message[Fields.Source.Geolocation.Cc] != "AT")
            return Verdict.Drop;
        message.Set("extra.constituency", "national");
        return Verdict.Keep;
    }
}
// #endregion
