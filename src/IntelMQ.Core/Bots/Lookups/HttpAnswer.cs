using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IntelMQ.Http;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>An answer over HTTP, read to its end.</summary>
public sealed class HttpAnswer
{
    private readonly string _source;
    private readonly byte[] _body;
    private readonly string? _charset;

    internal HttpAnswer(HttpReply reply)
    {
        _source = HttpSession.Shown(reply.Url);
        _body = reply.Body.ToArray();
        _charset = reply.Charset;
        Status = reply.Status;
        Reason = reply.Reason;
    }

    /// <summary>The status code, such as 200.</summary>
    public int Status { get; }

    /// <summary>The reason phrase, such as <c>Not Found</c>; may be empty.</summary>
    public string Reason { get; }

    /// <summary>Whether the status is one of success, 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The body as declared; undeclared or unknown: UTF-8 where it is, otherwise Windows-1252.</summary>
    public string Text() => (CharacterSets.Find(_charset) ?? (Utf8.IsValid(_body) ? Encoding.UTF8 : CharacterSets.Windows1252)).GetString(_body);

    /// <summary>The body as JSON, which does not depend on anything else.</summary>
    /// <exception cref="LookupException">It is not JSON.</exception>
    public JsonElement Json()
        => TryReadJson(out JsonElement json) ? json : throw new LookupException($"{_source} did not answer with JSON.");

    /// <summary>The body as a JSON object, which is what services answer with; another kind of JSON is no answer, not one of nothing.</summary>
    /// <exception cref="LookupException">It is not JSON, or another kind of it.</exception>
    public JsonElement JsonObject()
        => Json() is { ValueKind: JsonValueKind.Object } json ? json : throw new LookupException($"{_source} did not answer with a JSON object.");

    /// <summary>A member of the JSON object that the body is.</summary>
    /// <param name="name">The member's name.</param>
    /// <exception cref="LookupException">The body is no JSON object, or lacks the member: what the service answers is not what it was.</exception>
    public JsonElement JsonMember(string name)
        => JsonObject().TryGetProperty(name, out JsonElement member) ? member : throw new LookupException($"{_source} answered without the member '{name}'.");

    /// <summary>Reads the body as JSON; <see langword="false"/> where it is none.</summary>
    public bool TryReadJson(out JsonElement json)
    {
        try
        {
            ReadOnlySpan<byte> text = JsonUnicode.Repair(_body).Span;
            var reader = new Utf8JsonReader(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
            json = JsonElement.ParseValue(ref reader);
            return !reader.Read();
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }

    /// <summary>The exception for a status that means that there is no answer.</summary>
    public LookupException Unexpected() => new($"{_source} answered with status {Status}{(Reason.Length == 0 ? "" : " ")}{Reason}.");

    /// <summary>Throws where the status is not one of success.</summary>
    /// <exception cref="LookupException">It is not.</exception>
    public HttpAnswer ThrowIfUnsuccessful() => IsSuccess ? this : throw Unexpected();
}
