using System.Text;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>Events from JSON, for tests of experts.</summary>
internal static class Events
{
    public static Event Of(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error)
            ? message
            : throw new ArgumentException(error.ToString(), nameof(json));

    /// <summary>An event with one field, whose value is given as JSON.</summary>
    public static Event With(string field, string json) => Of($$"""{"{{field}}": {{json}}}""");

    /// <summary>The flat JSON without <c>__type</c>, with single quotes for easier reading.</summary>
    public static string Flat(Event message) => Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)).Replace('"', '\'');
}
