using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>The signed request for a list of reports. The text is laid out as IntelMQ's, since the signature is over its bytes.</summary>
internal sealed class ShadowserverRequest
{
    private const int DaysBack = 2;

    private readonly byte[] _body;
    private readonly string _signature;

    private ShadowserverRequest(byte[] body, string secret)
    {
        _body = body;
        _signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
    }

    /// <summary>The request for the reports of the last days.</summary>
    public static ShadowserverRequest Of(ShadowserverReportsApiCollectorOptions options, DateTimeOffset now)
    {
        DateTime today = now.UtcDateTime.Date;
        string dates = string.Create(CultureInfo.InvariantCulture, $"{today.AddDays(-DaysBack):yyyy-MM-dd}:{today:yyyy-MM-dd}");
        string reports = options.MailingLists.Count == 0 ? "" : $",\"reports\": [{string.Join(", ", options.MailingLists.Select(Escaped))}]";
        return new ShadowserverRequest(Encoding.UTF8.GetBytes($"{{ \"apikey\": {Quoted(options.ApiKey!.Reveal())} ,\"date\": \"{dates}\" {reports}}}"), options.Secret!.Reveal());
    }

    public HttpRequestMessage ToMessage(Uri url)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(_body) };
        message.Headers.TryAddWithoutValidation("HMAC2", _signature);
        return message;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Escaped(string text)
    {
        var json = new Utf8Buffer(64);
        PythonJson.WriteString(Encoding.UTF8.GetBytes(text), json, ascii: true);
        return Encoding.ASCII.GetString(json.WrittenSpan);
    }
}
