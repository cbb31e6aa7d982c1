using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Replay;

/// <summary>A message that a case hands to its bot.</summary>
/// <param name="Message">The message; null where what stands there is none.</param>
/// <param name="Raw">What stands there instead, as Base64.</param>
/// <param name="Error">Why it is no message.</param>
internal sealed record CaseInput(Message? Message, string? Raw, string? Error)
{
    public static CaseInput Read(JsonElement input, Schema schema)
    {
        byte[] json = MessageReplay.Json(input);
        return new MessageReader(schema).TryRead(json, out Message? message, out MessageError? error)
            ? new CaseInput(message, null, null)
            : new CaseInput(null, Answers.Text(input, "raw") ?? Convert.ToBase64String(json), error.ToString());
    }
}
