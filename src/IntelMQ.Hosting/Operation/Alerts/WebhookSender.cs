using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IntelMQ.Http;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// Posts notices as JSON: <c>text</c> with a line for each, which chat programs show as it is, and <c>alerts</c> with each alert's parts.
/// </summary>
internal sealed class WebhookSender(IHttpConnections connections, Uri url, TimeProvider time) : IAlertSender
{
    private readonly HttpSession _session = new(connections, new HttpRequestSettings(), time);

    // What follows the server's name may be a secret.
    public string Name => url.GetLeftPart(UriPartial.Authority);

    public async Task SendAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(Body(notices).ToJsonString());
        HttpReply reply;
        try
        {
            reply = await _session.SendAsync(
                () =>
                {
                    var content = new ByteArrayContent(body);
                    content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                    return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
                },
                readsBody: false,
                cancellationToken).ConfigureAwait(false);
        }
        catch (HttpServiceException)
        {
            throw new IOException("it did not answer.");
        }

        if (!reply.IsSuccess)
            throw new IOException($"it answered with status {(int)reply.Status}.");
    }

    private static JsonObject Body(IReadOnlyList<AlertNotice> notices) => new()
    {
        ["text"] = string.Join('\n', notices),
        ["alerts"] = new JsonArray([.. notices.Select(static notice => (JsonNode)new JsonObject
        {
            ["key"] = notice.Alert.Key,
            ["rule"] = notice.Alert.Rule,
            ["bot"] = notice.Alert.Bot,
            ["text"] = notice.Alert.Text,
            ["since"] = notice.Alert.Since.ToString("O", CultureInfo.InvariantCulture),
            ["over"] = notice.IsOver,
            ["owner"] = notice.Alert.Care.Owner,
            ["note"] = notice.Alert.Care.Note,
        })]),
    };
}
