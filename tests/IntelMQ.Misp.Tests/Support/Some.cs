using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Misp.Tests.Support;

/// <summary>Makes what tests need one of.</summary>
internal static class Some
{
    public static Event Event(string json)
        => IntelMQ.Messages.Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error)
            ? message
            : throw new ArgumentException(error.ToString(), nameof(json));
}
