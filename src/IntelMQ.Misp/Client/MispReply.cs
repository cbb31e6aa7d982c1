using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Http;

namespace IntelMQ.Misp.Client;

/// <summary>What MISP answers: JSON, also where it refuses.</summary>
internal sealed class MispReply(HttpReply reply)
{
    private const int MaxReason = 300;

    /// <summary>The status, such as 200.</summary>
    public int Status => reply.Status;

    /// <summary>Whether the status is one of success.</summary>
    public bool IsSuccess => reply.IsSuccess;

    /// <summary>Why MISP refuses, on one line: its message and errors, or the beginning of what it says.</summary>
    public string Reason { get; } = ReasonOf(reply);

    /// <summary>Whether MISP answers with success, but says that it did nothing.</summary>
    public bool IsDenied
    {
        get
        {
            JsonElement json = Json();
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("saved", out JsonElement saved) && saved.ValueKind == JsonValueKind.False;
        }
    }

    /// <summary>The answer as JSON.</summary>
    /// <exception cref="HttpServiceException">It is none.</exception>
    public JsonElement Json()
    {
        try
        {
            var reader = new Utf8JsonReader(reply.Body.Span);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw new HttpServiceException($"The answer of {HttpSession.Shown(reply.Url)} is no JSON.", exception);
        }
    }

    /// <summary>An answer that is something else than was asked for.</summary>
    public HttpServiceException Unusable(string what) => new($"The answer of {HttpSession.Shown(reply.Url)} is {what}.");

    /// <summary>Throws where the answer is one of failure: what may pass by itself as an error of the service, all else as a refusal.</summary>
    /// <exception cref="HttpServiceException">The server is not there, or has too much to do.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    public void ThrowIfFailed()
    {
        if (reply.IsSuccess)
            return;
        string complaint = string.Create(CultureInfo.InvariantCulture, $"{HttpSession.Shown(reply.Url)} answers {reply.Status} {reply.Reason}").TrimEnd();
        if (Reason.Length > 0)
            complaint += $": {Reason}";
        throw reply.Status is 408 or 425 or 429 or >= 500 ? new HttpServiceException(complaint) { Status = reply.Status } : new RefusedException(complaint);
    }

    private static string ReasonOf(HttpReply reply)
    {
        string text = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, 4 * MaxReason)]);
        try
        {
            using JsonDocument json = JsonDocument.Parse(reply.Body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                IEnumerable<string> parts = ((string[])["message", "errors"]).Where(name => json.RootElement.TryGetProperty(name, out _)).Select(name => json.RootElement.GetProperty(name).ToString());
                if (string.Join(": ", parts.Distinct()) is { Length: > 0 } said)
                    text = said;
            }
        }
        catch (JsonException)
        {
            // A page of a proxy, or nothing.
        }

        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaxReason ? line[..MaxReason] : line;
    }
}
