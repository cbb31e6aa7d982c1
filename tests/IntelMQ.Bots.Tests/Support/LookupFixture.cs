using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>What tests of experts that ask services share: a real client, a bot from parameters, one event through it.</summary>
internal static class LookupFixture
{
    public static HttpConnections Client { get; } = new();

    /// <summary>The ways in which a service over HTTP fails.</summary>
    public static readonly IReadOnlyDictionary<string, LoopbackAnswer> Failures = new Dictionary<string, LoopbackAnswer>
    {
        ["silence"] = LoopbackAnswer.Silence,
        ["slow body"] = LoopbackAnswer.Trickle,
        ["oversized body"] = LoopbackAnswer.Flood,
        ["no HTTP"] = LoopbackAnswer.Garbage,
        ["cut short"] = LoopbackAnswer.CutShort,
        ["status 500"] = LoopbackAnswer.Of(500, "{}"),
        ["no JSON"] = LoopbackAnswer.Of(200, "<html>\u0000 {"),
    };

    public static AsyncExpert Create(string module, string parameters, BotServices services) => (AsyncExpert)CreateBot(module, parameters, services);

    public static Bot CreateBot(string module, string parameters, BotServices services)
    {
        using var document = JsonDocument.Parse(parameters);
        return Catalogs.Standard.Get(module).Create(document.RootElement, ParameterSource.Configuration, services, new List<string>());
    }

    /// <summary>Starts a bot, hands it an event and says what became of it.</summary>
    public static async Task<string> RunAsync(string module, string parameters, BotServices services, string json)
    {
        await using Bot bot = CreateBot(module, parameters, services);
        await bot.StartAsync(CancellationToken.None);
        Event message = Events.Of(json);
        Verdict verdict = await ProcessAsync(bot, message);
        return verdict.IsDrop ? "dropped" : Events.Flat(message);
    }

    /// <summary>Hands a bot one event; what goes wrong with it is thrown.</summary>
    public static async Task<Verdict> ProcessAsync(Bot bot, Event message)
    {
        if (bot is AsyncExpert expert)
            return await expert.ProcessAsync(message, CancellationToken.None);
        var item = new BatchItem(message);
        await ((BatchExpert)bot).ProcessAsync([item], CancellationToken.None);
        return item.Error is null ? item.Verdict : throw item.Error;
    }

    /// <summary>Every way in which the service fails is a <see cref="LookupException"/>, and the event is as it was.</summary>
    public static async Task AssertFailsInEveryWayAsync(string module, string parameters, string json, Func<string, BotServices> redirect)
    {
        // A service that says nothing is waited for no longer than it must be.
        if (!parameters.Contains("http_timeout_sec", StringComparison.Ordinal))
            parameters = $$"""{{parameters[..^1]}}, "http_timeout_sec": 1}""";
        foreach ((string name, LoopbackAnswer answer) in Failures)
        {
            await using var server = new LoopbackServer(answer);
            await using Bot bot = CreateBot(module, parameters.Replace("SERVER", server.Url, StringComparison.Ordinal), redirect(server.Url));
            Event message = Events.Of(json);
            string before = Events.Flat(message);
            Exception? thrown = await Record.ExceptionAsync(async () => await ProcessAsync(bot, message).WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.True(thrown is LookupException, $"{name}: {thrown}");
            Assert.Equal(before, Events.Flat(message));
        }
    }

    /// <inheritdoc cref="AssertFailsInEveryWayAsync(string, string, string, Func{string, BotServices})"/>
    public static Task AssertFailsInEveryWayAsync(string module, string parameters, string json)
        => AssertFailsInEveryWayAsync(module, parameters, json, static _ => new BotServices { Http = Client });

    /// <summary>Without its service the bot says at start what is missing.</summary>
    public static async Task AssertNamesWhatIsMissingAsync(string module, string parameters, string missing)
    {
        await using Bot bot = CreateBot(module, parameters, BotServices.Default);
        BotConfigurationException refused = await Assert.ThrowsAsync<BotConfigurationException>(() => bot.StartAsync(CancellationToken.None).AsTask());
        Assert.Contains(missing, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Services whose HTTP requests all go to a server on the loopback address, whatever host they name.</summary>
    public static BotServices RedirectedTo(string url, TimeProvider? time = null)
    {
        var connections = new HttpConnections(_ => new Redirection(new Uri(url)));
        return new BotServices { Http = connections, Time = time ?? TimeProvider.System };
    }

    private sealed class Redirection(Uri server) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("X-Asked-Host", request.RequestUri!.Host);
            request.RequestUri = new Uri(server, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
