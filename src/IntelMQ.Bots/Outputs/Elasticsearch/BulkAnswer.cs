using System.Globalization;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Reads what a bulk request came to.</summary>
internal static class BulkAnswer
{
    /// <summary>For each document, in order, why it was refused; <see langword="null"/> where it was stored.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="count">How many documents were sent.</param>
    /// <exception cref="IOException">The answer does not say it for each.</exception>
    public static BulkRefusal?[] Read(ReadOnlyMemory<byte> body, int count)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(JsonUnicode.Repair(body));
            BulkRefusal?[] refusals = [.. document.RootElement.GetProperty("items").EnumerateArray().Select(RefusalOf)];
            if (refusals.Length == count)
                return refusals;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new IOException("The server's answer to a bulk request cannot be read.", exception);
        }

        throw new IOException("The server's answer to a bulk request does not tell of all documents.");
    }

    private static BulkRefusal? RefusalOf(JsonElement item)
    {
        JsonElement result = item.EnumerateObject().First().Value;
        int status = result.GetProperty("status").GetInt32();
        if (status is >= 200 and <= 299)
            return null;
        string reason = result.TryGetProperty("error", out JsonElement error) ? error.ValueKind == JsonValueKind.Object && error.TryGetProperty("reason", out JsonElement text) ? text.ToString() : error.ToString() : "";
        return new BulkRefusal(string.Create(CultureInfo.InvariantCulture, $"The server refuses a document with {status}: {reason}").TrimEnd(' ', ':'), status is 429 or >= 500);
    }
}

/// <summary>Why a document was not stored.</summary>
/// <param name="Reason">The server's reason.</param>
/// <param name="MayPass">Whether it may be stored the next time.</param>
internal sealed record BulkRefusal(string Reason, bool MayPass);
