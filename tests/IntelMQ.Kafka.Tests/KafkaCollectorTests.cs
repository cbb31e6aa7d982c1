using System.Text;
using Confluent.Kafka;
using IntelMQ.Bots;

namespace IntelMQ.Kafka.Tests;

public sealed class KafkaCollectorTests
{
    [Fact]
    public async Task Messages_are_reports_in_their_order_and_bytes_stay_as_they_are()
    {
        using var cluster = new KafkaMock();
        cluster.Produce("events", "one"u8.ToArray(), [0xFF, 0x00], "-"u8.ToArray(), [], null, " "u8.ToArray());
        await using KafkaCollector collector = await StartAsync(cluster);
        List<CollectedReport> reports = await CollectAsync(collector);
        Assert.Equal(["6F6E65", "FF00", "20"], reports.Select(static report => Convert.ToHexString(report.Report.Raw.Span)));
        Assert.Equal("Example Feed", reports[0].Report["feed.name"].ToString());
        Assert.Equal(3, reports.Select(static report => Convert.ToHexString(report.Identity.Span)).Distinct().Count());
    }

    [Fact]
    public async Task A_turn_takes_what_came_since_the_last_one()
    {
        using var cluster = new KafkaMock();
        cluster.Produce("events", "one"u8.ToArray());
        await using KafkaCollector collector = await StartAsync(cluster);
        Assert.Single(await CollectAsync(collector));
        Assert.Empty(await CollectAsync(collector));
        cluster.Produce("events", "two"u8.ToArray(), "three"u8.ToArray());
        var later = new List<CollectedReport>();
        for (long end = Environment.TickCount64 + 60_000; later.Count < 2 && Environment.TickCount64 < end;)
            later.AddRange(await CollectAsync(collector));
        Assert.Equal(["two", "three"], Texts(later));
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_may_be_there_the_next_time()
    {
        string servers;
        using (var cluster = new KafkaMock())
            servers = cluster.Servers;
        await using var collector = new KafkaCollector(Options(servers, static options => options.Connection.ConnectTimeout = TimeSpan.FromSeconds(2)));
        await collector.StartAsync(default);
        KafkaServiceException exception = await Assert.ThrowsAsync<KafkaServiceException>(() => CollectAsync(collector));
        Assert.Contains("cannot be reached", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_not_there_and_a_user_without_password_stop_the_bot()
    {
        KafkaCollectorOptions options = Options("localhost:1", static options => (options.Connection.SaslUsername, options.Topic) = ("u", []));
        BotConfigurationException exception = Assert.Throws<BotConfigurationException>(() => new KafkaCollector(options));
        Assert.Contains("sasl_password", exception.Message, StringComparison.Ordinal);
        Assert.Contains("topic", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_s_parameters_become_the_client_s()
    {
        var options = new KafkaConnectionOptions { BootstrapServers = ["k1:9093", "k2:9093"], SslCafile = "/ca.pem", SslCertfile = "/c.pem", SslCheckHostname = false, SaslUsername = "u", SaslPassword = new Secret("p") };
        var config = new ConsumerConfig();
        options.Apply(config);
        Assert.Equal(("k1:9093,k2:9093", SecurityProtocol.SaslSsl, "/ca.pem", "/c.pem", "/c.pem"), (config.BootstrapServers, config.SecurityProtocol, config.SslCaLocation, config.SslCertificateLocation, config.SslKeyLocation));
        Assert.Equal((SslEndpointIdentificationAlgorithm.None, SaslMechanism.ScramSha512, "u"), (config.SslEndpointIdentificationAlgorithm, config.SaslMechanism, config.SaslUsername));
        var plain = new ConsumerConfig();
        new KafkaConnectionOptions().Apply(plain);
        Assert.Equal(SecurityProtocol.Plaintext, plain.SecurityProtocol);
    }

    internal static KafkaCollectorOptions Options(string servers, Action<KafkaCollectorOptions>? set)
    {
        var options = new KafkaCollectorOptions { Name = "Example Feed", Topic = ["events"] };
        options.Connection.BootstrapServers = TextList.Parse(servers);
        options.Connection.ConnectTimeout = TimeSpan.FromSeconds(30);
        set?.Invoke(options);
        return options;
    }

    internal static async Task<KafkaCollector> StartAsync(KafkaMock cluster, Action<KafkaCollectorOptions>? set = null)
    {
        var collector = new KafkaCollector(Options(cluster.Servers, set));
        await collector.StartAsync(default);
        return collector;
    }

    internal static async Task<List<CollectedReport>> CollectAsync(KafkaCollector collector)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var reports = new List<CollectedReport>();
        await foreach (CollectedReport report in collector.CollectAsync(time.Token))
            reports.Add(report);
        return reports;
    }

    private static IEnumerable<string> Texts(IEnumerable<CollectedReport> reports) => reports.Select(static report => Encoding.UTF8.GetString(report.Report.Raw.Span));
}
