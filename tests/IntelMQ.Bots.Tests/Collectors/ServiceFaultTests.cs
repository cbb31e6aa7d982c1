using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

/// <summary>How collectors of services over HTTP take what goes wrong: each says which service and what, and loses nothing.</summary>
public sealed class ServiceFaultTests : IAsyncDisposable
{
    // Long enough for a machine that has other work.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SecureLoopbackServer _server = new();
    private readonly HttpConnections _connections;
    private readonly LogCollector _logs = new();

    public ServiceFaultTests() => _connections = _server.Connections();

    public static TheoryData<string> Services => [.. ServiceCase.All.Keys];

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (string service in ServiceCase.All.Keys)
            {
                rows.Add(service, "refused", "refused");
                rows.Add(service, "reset", "");
                rows.Add(service, "cut", "");
                rows.Add(service, "silent", "1 second");
                rows.Add(service, "untrusted", "certificate");
                rows.Add(service, "busy", "status 429");
                rows.Add(service, "broken", "status 500");
                rows.Add(service, "unauthorized", "status 401");
                rows.Add(service, "forbidden", "status 403");
            }

            return rows;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_told_with_the_service_and_what_it_was_and_the_next_turn_has_everything(string service, string fault, string expected)
    {
        ServiceCase one = ServiceCase.All[service];
        await using Collector collector = one.Make(Bots(), new ServiceTries(1, fault == "silent" ? TimeSpan.FromSeconds(1) : Patience));
        Make(fault);
        (List<string> texts, Exception? thrown) = await TurnAsync(collector);
        Assert.Empty(texts);
        string message = Assert.IsAssignableFrom<IOException>(thrown).Message;
        Assert.Contains(one.Host, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ServiceCase.Secret, $"{thrown}{string.Join('\n', _logs.Entries)}", StringComparison.Ordinal);
        Mend(one);
        await using Collector next = fault == "silent" ? one.Make(Bots(), new ServiceTries(1, Patience)) : collector;
        (texts, thrown) = await TurnAsync(next);
        Assert.Null(thrown);
        Assert.Equal(one.Texts, texts);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_says_when_it_wants_to_be_asked_again_is_asked_then(string service)
    {
        ServiceCase one = ServiceCase.All[service];
        await using Collector collector = one.Make(Bots(), new ServiceTries(2, Patience));
        _server.Answer = (request, number) => number == 0 ? LoopbackAnswer.Bytes("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") : one.Good(request);
        Assert.Equal(one.Texts, await CollectorFixture.TakeAsync(collector, one.Texts.Length));
        TimeSpan[] times = [.. _server.Requests.Select(static request => request.At)];
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(0.9), $"It was asked after {times[1] - times[0]}.");
        Assert.Equal(_server.Requests[0].Request.Line, _server.Requests[1].Request.Line);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_fault_at_any_request_loses_nothing_and_repeats_nothing_that_was_stored(string service)
    {
        ServiceCase one = ServiceCase.All[service];
        Mend(one);
        await using (Collector first = one.Make(Bots(), new ServiceTries(1, Patience)))
            Assert.Null((await TurnAsync(first)).Thrown);
        int requests = _server.Requests.Count;
        for (int at = 0; at < requests; at++)
        {
            int before = _server.Requests.Count;
            await using Collector collector = one.Make(Bots(), new ServiceTries(1, Patience));
            _server.Answer = (request, number) => number == before + at ? LoopbackAnswer.CutShort : one.Good(request);
            (List<string> texts, Exception? thrown) = await TurnAsync(collector);
            // What is only put away when all is stored is told by the log.
            if (texts.Count < one.Texts.Length)
                Assert.IsAssignableFrom<IOException>(thrown);
            Mend(one);
            (List<string> rest, thrown) = await TurnAsync(collector);
            Assert.Null(thrown);
            Assert.Equal(one.Texts.Order(StringComparer.Ordinal), texts.Concat(rest).Order(StringComparer.Ordinal));
        }
    }

    private void Make(string fault)
    {
        (_server.IsAway, _server.Resets, _server.IsChecked) = (fault == "refused", fault == "reset", fault == "untrusted");
        LoopbackAnswer answer = fault switch
        {
            "silent" => LoopbackAnswer.Silence,
            "busy" => LoopbackAnswer.Of(429, "no"),
            "broken" => LoopbackAnswer.Of(500, "no"),
            "unauthorized" => LoopbackAnswer.Of(401, "no"),
            "forbidden" => LoopbackAnswer.Of(403, "no"),
            _ => LoopbackAnswer.CutShort,
        };
        _server.Answer = (_, _) => answer;
    }

    private void Mend(ServiceCase one)
    {
        (_server.IsAway, _server.Resets, _server.IsChecked) = (false, false, false);
        _server.Answer = (request, _) => one.Good(request);
    }

    private BotServices Bots() => new() { Http = _connections, Logs = _logs };

    // A turn whose reports are all stored.
    private static async Task<(List<string> Texts, Exception? Thrown)> TurnAsync(Collector collector)
    {
        using var patience = new CancellationTokenSource(Patience * 2);
        var texts = new List<string>();
        await collector.StartAsync(patience.Token);
        try
        {
            await foreach (CollectedReport report in collector.CollectAsync(patience.Token))
            {
                texts.Add(CollectorFixture.Text(report));
                await report.SettleAsync(patience.Token);
            }

            return (texts, null);
        }
        catch (IOException exception)
        {
            return (texts, exception);
        }
    }
}
