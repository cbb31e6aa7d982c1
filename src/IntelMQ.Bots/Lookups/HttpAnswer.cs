using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IntelMQ.Bots.Lookups;

/// <summary>An answer over HTTP, read to its end.</summary>
public sealed class HttpAnswer
{
    private readonly string _source;
    private readonly byte[] _body;
    private readonly string? _charset;

    /// <param name="source">Who answered, for complaints.</param>
    /// <param name="status">The status code.</param>
    /// <param name="reason">The reason phrase; may be empty.</param>
    /// <param name="body">The body.</param>
    /// <param name="charset">The character set that the answer declares.</param>
    internal HttpAnswer(string source, int status, string reason, byte[] body, string? charset)
    {
        _source = source;
        _body = body;
        _charset = charset;
        Status = status;
        Reason = reason;
    }

    /// <summary>The status code, such as 200.</summary>
    public int Status { get; }

    /// <summary>The reason phrase, such as <c>Not Found</c>; may be empty.</summary>
    public string Reason { get; }

    /// <summary>Whether the status is one of success, 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The body as declared; undeclared or unknown: UTF-8 where it is, otherwise Latin-1.</summary>
    public string Text() => EncodingOf(_charset?.Trim('"', '\'', ' '), _body).GetString(_body);

    /// <summary>The body as JSON, which does not depend on anything else.</summary>
    /// <exception cref="LookupException">It is not JSON.</exception>
    public JsonElement Json()
        => TryReadJson(out JsonElement json) ? json : throw new LookupException($"{_source} did not answer with JSON.");

    /// <summary>Reads the body as JSON; <see langword="false"/> where it is none.</summary>
    public bool TryReadJson(out JsonElement json)
    {
        try
        {
            ReadOnlySpan<byte> text = _body;
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

    private static Encoding EncodingOf(string? charset, ReadOnlySpan<byte> body)
    {
        if (!string.IsNullOrEmpty(charset))
        {
            try
            {
                return Encoding.GetEncoding(charset);
            }
            catch (ArgumentException)
            {
                // Unknown here: as if undeclared.
            }
        }

        return Utf8.IsValid(body) ? Encoding.UTF8 : Encoding.Latin1;
    }
}
