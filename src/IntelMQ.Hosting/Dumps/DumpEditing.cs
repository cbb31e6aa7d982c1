using System.Text;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Changes the messages of dumps by somebody's editor.</summary>
public static class DumpEditing
{
    /// <summary>Lets an entry's message be edited as JSON, and keeps what came of it.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="number">The entry's number.</param>
    /// <param name="schema">The schema of the messages.</param>
    /// <param name="edit">Gets the JSON, and gives it changed; <see langword="null"/> where it is to stay.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Why nothing was changed; <see langword="null"/> where something was.</returns>
    public static async Task<string?> EditAsync(IDump dump, int number, Schema schema, Func<string, CancellationToken, Task<string?>> edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dump);
        ArgumentNullException.ThrowIfNull(edit);
        if (dump.Fault is not null)
            return $"{dump.Place}: {dump.Fault}";
        DumpedMessage? entry = null;
        await foreach (DumpedMessage found in dump.ReadAsync([number], cancellationToken).ConfigureAwait(false))
            entry = found;
        if (entry is null)
            return $"There is no entry {number}.";
        string before = entry.Message is { } message ? PrettyOf(message) : "{\n    \"__type\": \"Event\"\n}\n";
        string? after = await edit(before, cancellationToken).ConfigureAwait(false);
        if (after is null || after == before)
            return "Nothing was changed.";
        if (!new MessageReader(schema).TryRead(Encoding.UTF8.GetBytes(after), out Message? changed, out MessageError? error))
            return $"The text is no message: {error}";
        await dump.ReplaceAsync(number, changed, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static string PrettyOf(Message message)
    {
        using var document = System.Text.Json.JsonDocument.Parse(message.ToJson(MessageFormat.WithType));
        using var output = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(output, new System.Text.Json.JsonWriterOptions { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }
}
