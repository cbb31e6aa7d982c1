using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Replay;

/// <summary>What a bot made of a case.</summary>
internal sealed class BotAnswer
{
    public string? Id { get; init; }

    public bool IsConfigurationError { get; init; }

    public string? Error { get; init; }

    /// <summary>The messages that went out, by the case's paths.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<Message> Messages)> Output { get; init; } = [];

    public IReadOnlyList<KeptFailure> Failed { get; init; } = [];

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        if (IsConfigurationError)
            writer.WriteBoolean("configuration_error", true);
        if (Error is not null)
            writer.WriteString("error", Error);
        else
            WriteMessages(writer);
        writer.WriteEndObject();
    }

    private void WriteMessages(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("output");
        foreach ((string path, IReadOnlyList<Message> messages) in Output)
        {
            writer.WriteStartArray(path);
            foreach (Message message in messages)
                writer.WriteRawValue(message.ToJson(MessageFormat.WithType));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("failed");
        foreach (KeptFailure kept in Failed)
        {
            writer.WriteStartObject();
            writer.WriteString("raw", kept.Raw);
            writer.WriteString("error", kept.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>A failure as it is kept.</summary>
/// <param name="Raw">The message's <c>raw</c> as it stands on the wire, Base64; null where there is none.</param>
/// <param name="Error">Why.</param>
/// <param name="Failure">The failure; null where the input was no message.</param>
internal sealed record KeptFailure(string? Raw, string Error, Failure? Failure)
{
    public KeptFailure(Failure failure)
        : this(failure.Message.Contains(Schemas.Fields.Raw) ? failure.Message.Get(Schemas.Fields.Raw).ToString() : null, failure.Reason, failure)
    {
    }
}
