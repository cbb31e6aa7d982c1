using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntelMQ.Replay.Api;

/// <summary>Makes the calls of a recorded session to the dashboard's API, in order.</summary>
internal sealed class ApiReplay : IAsyncDisposable
{
    private const string Unauthenticated = "nosession/";
    private const string LoginToken = "@LOGIN_TOKEN@";

    private readonly ApiBotnet _botnet;
    private readonly WebApplication _open;
    private readonly WebApplication _closed;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private string _token = LoginToken;

    private ApiReplay(ApiBotnet botnet, WebApplication open, WebApplication closed)
    {
        _botnet = botnet;
        _open = open;
        _closed = closed;
    }

    public static async Task<ApiReplay> OpenAsync(string file)
    {
        var calls = new List<JsonElement>();
        foreach (string line in await File.ReadAllLinesAsync(file))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            calls.Add(document.RootElement.Clone());
        }

        ApiBotnet botnet = await ApiBotnet.OpenAsync(calls);
        return new ApiReplay(botnet, await ServeAsync(await botnet.OptionsAsync(calls, hasUsers: false)), await ServeAsync(await botnet.OptionsAsync(calls, hasUsers: true)));
    }

    /// <summary>Answers a case; whatever goes wrong is part of the answer.</summary>
    public async Task<JsonObject> RunAsync(JsonElement question)
    {
        string id = Answers.Text(question, "id") ?? "";
        try
        {
            await _botnet.PrepareAsync(id);
            JsonObject observed = question.GetProperty("request") is { ValueKind: JsonValueKind.Object } request
                ? await CallAsync(request, id.StartsWith(Unauthenticated, StringComparison.Ordinal) ? _open : _closed)
                : [];
            return new JsonObject { ["id"] = id, ["observed"] = observed };
        }
#pragma warning disable CA1031 // The cases that follow are to be answered too.
        catch (Exception exception)
        {
            return new JsonObject { ["id"] = id, ["error"] = $"{exception.GetType().Name}: {exception.Message}" };
        }
#pragma warning restore CA1031
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _open.DisposeAsync();
        await _closed.DisposeAsync();
        await _botnet.DisposeAsync();
    }

    private static async Task<WebApplication> ServeAsync(DashboardOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static server => server.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        application.MapIntelMQ("/", options);
        await application.StartAsync();
        return application;
    }

    private static string AddressOf(WebApplication application) => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private async Task<JsonObject> CallAsync(JsonElement request, WebApplication application)
    {
        string path = Fill(request.GetProperty("path").GetString()!);
        using var message = new HttpRequestMessage(new HttpMethod(request.GetProperty("method").GetString()!), AddressOf(application) + path);
        if (request.GetProperty("body").GetString() is { } body)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fill(body)));
        foreach (JsonProperty header in request.GetProperty("headers").EnumerateObject())
        {
            string value = Fill(header.Value.GetString()!);
            if (!message.Headers.TryAddWithoutValidation(header.Name, value))
                message.Content?.Headers.TryAddWithoutValidation(header.Name, value);
        }

        using HttpResponseMessage response = await _client.SendAsync(message, default);
        string text = await response.Content.ReadAsStringAsync();
        var observed = new JsonObject { ["status"] = (int)response.StatusCode, ["headers"] = new JsonObject { ["content-type"] = response.Content.Headers.ContentType?.ToString() } };
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
            observed["json"] = Observe(JsonNode.Parse(text));
        else
            observed["text"] = Hide(text);
        return observed;
    }

    private JsonNode? Observe(JsonNode? json)
    {
        if (json is JsonObject answer && answer["login_token"] is JsonValue token)
        {
            _token = token.GetValue<string>();
            answer["login_token"] = "@TOKEN@";
        }

        return json is null ? null : JsonNode.Parse(Hide(json.ToJsonString()));
    }

    private string Fill(string text) => text.Replace(LoginToken, _token, StringComparison.Ordinal).Replace("@ROOT@", _botnet.Root, StringComparison.Ordinal);

    private string Hide(string text) => text.Replace(_botnet.Root, "@ROOT@", StringComparison.Ordinal);
}
