using System.Net;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Running;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Operation;

[Collection("console")]
public sealed class AlertTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private readonly ConfigurationFolder _folder = new ConfigurationFolder().Write("memory");

    private IntelMQHost? _host;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_alert_is_raised_by_the_second_look_and_over_well_below_its_limit()
    {
        var (book, sender) = await BookAsync("queue: {minutes: 10}\nsilent: false\nfailures: false\n");
        using (book)
        {
            await book.LookAsync(Queue(0, 11), default);
            Assert.Empty(book.Active);
            await book.LookAsync(Queue(1, 12), default);
            Assert.Equal("queue:csv-parser", Assert.Single(book.Active).Key);
            await book.LookAsync(Queue(2, 9), default);
            Assert.Single(book.Active);
            await book.LookAsync(Queue(3, 7), default);
            Assert.Empty(book.Active);
            await book.LookAsync(Queue(4, 11), default);
            await book.LookAsync(Queue(5, 9), default);
            await book.LookAsync(Queue(6, 11), default);
            Assert.Empty(book.Active);
        }

        Assert.Equal(
            ["ALERT queue:csv-parser: the oldest of 5 messages in the queue of csv-parser has waited for 12 minutes.", "over queue:csv-parser: the oldest of 5 messages in the queue of csv-parser has waited for 12 minutes."],
            sender.Sent);
    }

    [Fact]
    public async Task An_acknowledged_alert_is_told_of_again_when_its_time_is_over()
    {
        var (book, sender) = await BookAsync("queue: {minutes: 10}\n");
        var files = new AlertFiles(_folder.State);
        using (book)
        {
            await book.LookAsync(Queue(0, 11), default);
            await book.LookAsync(Queue(1, 11), default);
            Assert.Single(sender.Sent);
            files.Change("queue:csv-parser", static care => care with { Owner = "alice", AcknowledgedUntil = Start.AddMinutes(10) });
            await book.LookAsync(Queue(2, 11), default);
            Assert.True(Assert.Single(book.Active).IsAcknowledged(Start.AddMinutes(2)));
            Assert.Single(sender.Sent);
            await book.LookAsync(Queue(11, 20), default);
            Assert.EndsWith("(owner: alice)", sender.Sent[1], StringComparison.Ordinal);
            await book.LookAsync(Queue(12, 20), default);
            Assert.Equal(2, sender.Sent.Count);
        }
    }

    [Fact]
    public async Task Raised_alerts_outlive_the_process_and_are_not_sent_again()
    {
        var (first, sender) = await BookAsync("silent: {times: 2}\n");
        using (first)
        {
            await first.LookAsync(Silent(0, 11, hasSent: true), default);
            await first.LookAsync(Silent(1, 12, hasSent: true), default);
            Assert.Single(sender.Sent);
        }

        var (second, again) = await BookAsync("silent: {times: 2}\n");
        using (second)
        {
            // Silence is counted from the start of the process: that it is short says nothing.
            await second.LookAsync(Silent(2, 0, hasSent: false), default);
            Assert.Equal(Start.AddMinutes(1), Assert.Single(second.Active).Since);
            await second.LookAsync(Silent(3, 0, hasSent: true), default);
            Assert.Empty(second.Active);
        }

        Assert.Equal("over silent:file-collector: file-collector has sent nothing for 12 minutes; it runs every 5 minutes.", Assert.Single(again.Sent));
        Assert.Empty(new AlertFiles(_folder.State).ReadRaised());
    }

    [Fact]
    public async Task Failures_are_counted_over_a_time_and_few_say_nothing()
    {
        var (book, _) = await BookAsync("failures: {percent: 20, minutes: 15, least: 20}\n");
        using (book)
        {
            await book.LookAsync(Counted(0, 0, 0), default);
            await book.LookAsync(Counted(1, 5, 5), default);
            await book.LookAsync(Counted(2, 5, 5), default);
            Assert.Empty(book.Active);
            await book.LookAsync(Counted(3, 15, 10), default);
            await book.LookAsync(Counted(4, 15, 10), default);
            Assert.Equal("10 of 25 messages of csv-parser failed in the last 15 minutes (40 %).", Assert.Single(book.Active).Text);
            await book.LookAsync(Counted(30, 1000, 10), default);
            Assert.Single(book.Active);
            await book.LookAsync(Counted(31, 1100, 10), default);
            Assert.Empty(book.Active);
        }
    }

    [Fact]
    public async Task Where_a_queue_does_not_know_its_ages_they_are_counted_from_what_is_received()
    {
        var (book, _) = await BookAsync("queue: {minutes: 10}\n");
        using (book)
        {
            await book.LookAsync(Unaged(0, 5, 0), default);
            await book.LookAsync(Unaged(8, 5, 5), default);
            await book.LookAsync(Unaged(16, 5, 5), default);
            Assert.Empty(book.Active);
            await book.LookAsync(Unaged(19, 5, 6), default);
            await book.LookAsync(Unaged(20, 5, 6), default);
            Assert.Single(book.Active);
            await book.LookAsync(Unaged(21, 0, 11), default);
            Assert.Empty(book.Active);
        }
    }

    [Fact]
    public async Task What_a_receiver_does_not_take_is_sent_again_later()
    {
        var (book, sender) = await BookAsync("queue: {minutes: 10}\n");
        using (book)
        {
            sender.Refuses = true;
            await book.LookAsync(Queue(0, 11), default);
            await book.LookAsync(Queue(1, 11), default);
            sender.Refuses = false;
            await book.LookAsync(Queue(1.5, 11), default);
            Assert.Empty(sender.Sent);
            await book.LookAsync(Queue(2, 11), default);
            Assert.Single(sender.Sent);
        }
    }

    [Fact]
    public async Task A_webhook_gets_the_notices_as_JSON()
    {
        using var listener = new HttpListener();
        int port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Task<(string Path, string Body)> request = AnswerAsync(listener);
        var (book, _) = await BookAsync($"queue: {{minutes: 10}}\nwebhook: http://127.0.0.1:{port}/hook?key=secret\n");
        using (book)
        {
            await book.LookAsync(Queue(0, 11), default);
            await book.LookAsync(Queue(1, 11), default);
        }

        (string path, string body) = await request.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("/hook?key=secret", path);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.StartsWith("ALERT queue:csv-parser", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(json.RootElement.GetProperty("alerts")[0].GetProperty("over").GetBoolean());
    }

    [Fact]
    public void Rules_count_for_all_bots_and_for_some()
    {
        AlertRules rules = AlertRules.Parse("silent: {times: 5}\nqueue: false\nbots:\n  a: {silent: false, queue: {minutes: 2}}\n", null);
        Assert.Equal((5d, null), (rules.Of("b").SilentTimes, rules.Of("b").QueueMinutes));
        Assert.Equal((null, 2d), (rules.Of("a").SilentTimes, rules.Of("a").QueueMinutes));
        Assert.Equal(20, rules.Of("a").FailuresPercent);
    }

    [Theory]
    [InlineData("silent: 5", "silent must be false")]
    [InlineData("silent: {time: 5}", "silent has no 'time'")]
    [InlineData("queue: {minutes: -1}", "minutes must be a number above 0")]
    [InlineData("quiet: {}", "there is no 'quiet'")]
    [InlineData("webhook: ftp://example.com", "webhook must be a URL")]
    [InlineData("mail: {host: mail.example.com}", "mail must be a map")]
    [InlineData("[", "no YAML")]
    [InlineData("- a", "no map")]
    public void Rules_that_are_wrong_are_refused(string text, string message)
        => Assert.Contains(message, Assert.Throws<PipelineConfigurationException>(() => AlertRules.Parse(text, null)).Message, StringComparison.Ordinal);

    private async Task<(AlertBook Book, ListSender Sender)> BookAsync(string rules)
    {
        File.WriteAllText(Path.Combine(_folder.Configuration, AlertRules.FileName), rules);
        var sender = new ListSender();
        IntelMQHost host = _host ??= await IntelMQHost.OpenAsync(
            new IntelMQHostOptions { ConfigurationFolder = _folder.Configuration, StateFolder = _folder.State, Bots = IntelMQ.Tool.Installed.Bots, Environment = new Dictionary<string, string>() },
            CancellationToken.None);
        return (new AlertBook(host, new HostOperationOptions { AlertSenders = [sender], Environment = new Dictionary<string, string>() }), sender);
    }

    private static HostSample Queue(double minute, double age) => Sample(minute, new QueueStatus(5, 0, Start.AddMinutes(minute - age)), Counters(0, 0, 0));

    private static HostSample Unaged(double minute, long waiting, long received) => Sample(minute, new QueueStatus(waiting, 0, null), Counters(received, 0, 0));

    private static HostSample Counted(double minute, long sent, long failed) => Sample(minute, new QueueStatus(0, 0, null), Counters(sent, sent, failed));

    private static HostSample Silent(double minute, double silence, bool hasSent)
        => Sample(minute, new QueueStatus(0, 0, null), Counters(0, 0, 0)) with { Collectors = [new CollectorSample("file-collector", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(silence), hasSent)] };

    private static BotCounters Counters(long received, long sent, long failed)
        => new("csv-parser", BotKind.Parser, received, new Dictionary<string, long> { ["_default"] = sent }, failed, 0, 0);

    private static HostSample Sample(double minute, QueueStatus queue, BotCounters counters)
    {
        DateTimeOffset time = Start.AddMinutes(minute);
        return new HostSample(
            time,
            new PipelineStatus("intelmq", time, true, [new BotStatus("csv-parser", BotKind.Parser, BotActivity.Running, counters, queue, "csv-parser", null)], []),
            new PipelineCounters(new Dictionary<string, BotCounters> { ["csv-parser"] = counters, ["file-collector"] = new("file-collector", BotKind.Collector, 0, new Dictionary<string, long>(), 0, 0, 0) }, new Dictionary<string, long>()),
            [],
            new Dictionary<(string, string), long>());
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(string Path, string Body)> AnswerAsync(HttpListener listener)
    {
        HttpListenerContext context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        context.Response.StatusCode = 200;
        context.Response.Close();
        return (context.Request.RawUrl!, body);
    }

    private sealed class ListSender : IAlertSender
    {
        public List<string> Sent { get; } = [];

        public bool Refuses { get; set; }

        public string Name => "list";

        public Task SendAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
        {
            if (Refuses)
                throw new IOException("not now.");
            Sent.AddRange(notices.Select(static notice => notice.ToString()));
            return Task.CompletedTask;
        }
    }
}
