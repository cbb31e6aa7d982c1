using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Kafka.Tests;

public sealed class KafkaOutputTests
{
    [Fact]
    public async Task Events_arrive_as_JSON()
    {
        using var cluster = new KafkaMock();
        cluster.Produce("events");
        await using KafkaOutput output = await StartAsync(cluster.Servers);
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1", "raw": "eA=="}"""), Read("""{"comment": "ü"}""")], default);
        await using KafkaCollector collector = await KafkaCollectorTests.StartAsync(cluster);
        string[] sent = [.. (await KafkaCollectorTests.CollectAsync(collector)).Select(static report => Encoding.UTF8.GetString(report.Report.Raw.Span)).Order(StringComparer.Ordinal)];
        Assert.Equal(["""{"comment": "ü"}""", """{"source.ip": "192.0.2.1"}"""], sent);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_and_the_others_are_not_sent_again()
    {
        using var cluster = new KafkaMock();
        cluster.Produce("events");
        await using KafkaOutput output = await StartAsync(cluster.Servers, static options => options.KeepRawField = true);
        Event[] batch = [Read("""{"comment": "a"}"""), Read($$"""{"raw": "{{Convert.ToBase64String(new byte[3_000_000])}}"}""")];
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(batch, default).AsTask());
        await output.SendAsync([batch[0]], default);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([batch[1]], default).AsTask());
        await using KafkaCollector collector = await KafkaCollectorTests.StartAsync(cluster);
        Assert.Single(await KafkaCollectorTests.CollectAsync(collector));
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_a_failure_that_may_pass()
    {
        string servers;
        using (var cluster = new KafkaMock())
            servers = cluster.Servers;
        await using KafkaOutput output = await StartAsync(servers, static options => options.DeliveryTimeout = TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<KafkaServiceException>(() => output.SendAsync([Read("""{"comment": "a"}""")], default).AsTask());
    }

    private static Event Read(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error) ? message : throw new InvalidOperationException(error.ToString());

    private static async Task<KafkaOutput> StartAsync(string servers, Action<KafkaOutputOptions>? set = null)
    {
        var options = new KafkaOutputOptions { Topic = "events" };
        options.Connection.BootstrapServers = TextList.Parse(servers);
        set?.Invoke(options);
        var output = new KafkaOutput(options);
        await output.StartAsync(default);
        return output;
    }
}
