using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Lookups;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class CymruWhoisExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.cymru_whois.expert";
    private const string Origin = "1.2.0.192.origin.asn.cymru.com";
    private const string Name = "AS64496.asn.cymru.com";
    private const string Ip = """{"source.ip": "192.0.2.1"}""";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task The_record_of_the_smallest_network_is_taken()
    {
        _services.Dns
            .Texts(Origin, "64497 | NA | DE | arin | 2001-01-01", "64498 | 192.0.0.0/16 | DE | arin | 2001-01-01", "64496 64499 | 192.0.2.0/24 | AT | ripencc | 1990-06-01", "64500 | 192.0.2.0/24 | FR | arin |")
            .Texts(Name, "64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT", "64496 | AT | ripencc | 1990-06-01 | SECOND");
        Assert.Equal(
            "{'source.allocated': '1990-06-01T00:00:00+00:00', 'source.as_name': 'EXAMPLE, AT', 'source.asn': 64496, 'source.geolocation.cc': 'AT', 'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24', 'source.registry': 'RIPE'}",
            await RunAsync("{}", Ip));
    }

    [Theory]
    [InlineData("v=spf1 mx -all", "64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT")]
    [InlineData("64496 | AT | ripencc | 1990-06-01 | NA", "64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT")]
    [InlineData("", "64496 | AT | ripencc | 1990-06-01 | EXAMPLE, AT")]
    public async Task Of_all_texts_the_first_with_a_name_counts(params string[] texts)
    {
        _services.Dns.Texts(Origin, "v=spf1 -all", "64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01").Texts(Name, texts);
        Assert.Contains("'source.as_name': 'EXAMPLE, AT'", await RunAsync("{}", Ip), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NA | NA | NA | other | NA", "{'source.ip': '192.0.2.1'}")]
    [InlineData(" | 192.0.2.0/24 | ?? | nobody | yesterday", "{'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24'}")]
    [InlineData("x | \"192.0.2.0/24\" | AT", "{'source.ip': '192.0.2.1'}")]
    [InlineData("", "{'source.ip': '192.0.2.1'}")]
    [InlineData("||||||||", "{'source.ip': '192.0.2.1'}")]
    public async Task Odd_records_give_what_they_can(string record, string expected)
    {
        _services.Dns.Texts(Origin, record);
        Assert.Equal(expected, await RunAsync("{}", Ip));
    }

    [Theory]
    [InlineData("Ünïversität", "Ünïversität")]
    [InlineData("\u00C3\u009Cniversit\u00C3\u00A4t", "Üniversität")]
    [InlineData("Č", "Č")]
    [InlineData("\"quoted\"", "quoted")]
    public async Task Names_that_were_encoded_twice_are_repaired(string name, string expected)
    {
        _services.Dns.Texts(Origin, "64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01").Texts(Name, $"64496 | AT | ripencc | 1990-06-01 | {name}");
        Assert.Contains($"'source.as_name': '{expected}'", await RunAsync("{}", Ip), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", 64511)]
    [InlineData("true", 64496)]
    public async Task What_is_there_is_replaced_where_asked(string overwrite, int expected)
    {
        _services.Dns.Texts(Origin, "64496 | NA | NA | NA | NA");
        Assert.Equal($"{{'source.asn': {expected}, 'source.ip': '192.0.2.1'}}", await RunAsync($$"""{"overwrite": {{overwrite}}}""", """{"source.ip": "192.0.2.1", "source.asn": 64511}"""));
    }

    [Fact]
    public async Task Addresses_of_both_sides_and_versions_are_asked_for_once()
    {
        await using Bot bot = LookupFixture.CreateBot(Module, """{"redis_cache_ttl": 60}""", _services.Services);
        for (int i = 0; i < 2; i++)
            await LookupFixture.ProcessAsync(bot, Events.Of("""{"source.ip": "192.0.2.1", "destination.ip": "2001:db8::1"}"""));
        Assert.Equal(["TXT " + Origin, "TXT 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.origin6.asn.cymru.com"], _services.Dns.Questions);
    }

    [Theory]
    [InlineData(Origin)]
    [InlineData(Name)]
    public async Task That_no_answer_comes_is_a_failure_and_not_kept(string name)
    {
        _services.Dns.Texts(Origin, "64496 | 192.0.2.0/24 | AT | ripencc | 1990-06-01").NoAnswer(name, "timed out");
        await using Bot bot = LookupFixture.CreateBot(Module, "{}", _services.Services);
        for (int i = 1; i <= 2; i++)
        {
            var message = Events.Of(Ip);
            await Assert.ThrowsAsync<LookupException>(() => LookupFixture.ProcessAsync(bot, message));
            Assert.Equal("{'source.ip': '192.0.2.1'}", Events.Flat(message));
            Assert.Equal(i, _services.Dns.Questions.Count(question => question == "TXT " + name));
        }
    }

    [Fact]
    public Task Without_a_resolver_the_bot_says_so() => LookupFixture.AssertNamesWhatIsMissingAsync(Module, "{}", "BotServices.Dns");

    [Fact]
    public async Task In_bulk_all_addresses_go_into_one_question_and_give_what_DNS_gives()
    {
        var questions = new List<string>();
        await using var bot = new CymruWhoisExpert(new CymruWhoisExpertOptions { Bulk = true }, _services.Services, async (host, port, token) => await ServeAsync(questions, $"{host}:{port}", """
            Bulk mode; whois.cymru.com [2026-01-01 12:00:00 +0000]
            64498   | 192.0.2.1        | 192.0.0.0/16        | DE | arin     | 2001-01-01 | LARGE, DE
            64496 64499 | 192.0.2.1    | 192.0.2.0/24        | AT | ripencc  | 1990-06-01 | EXAMPLE | AB, AT
            NA      | 2001:DB8:0::1    | NA                  |    | other    |            | NA
            64500   | 203.0.113.9      | 203.0.113.0/24      | FR | ripencc  | 1990-06-01 | NOT ASKED FOR

            """, token));
        BatchItem[] batch = [Item("""{"source.ip": "192.0.2.1", "destination.ip": "2001:db8::1"}"""), Item("""{"destination.ip": "192.0.2.1"}"""), Item("""{"source.ip": "192.0.2.99"}"""), Item("""{"comment": "none"}""")];

        await bot.ProcessAsync(batch, CancellationToken.None);

        Assert.Equal(
            "{'destination.ip': '2001:db8::1', 'source.allocated': '1990-06-01T00:00:00+00:00', 'source.as_name': 'EXAMPLE | AB, AT', 'source.asn': 64496, 'source.geolocation.cc': 'AT', 'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24', 'source.registry': 'RIPE'}",
            Events.Flat(batch[0].Event));
        Assert.Equal("64496", batch[1].Event["destination.asn"].ToString());
        Assert.IsType<LookupException>(batch[2].Error);
        Assert.Equal((null, null, null), (batch[0].Error, batch[1].Error, batch[3].Error));
        Assert.Equal(["whois.cymru.com:43 begin\nverbose\n192.0.2.1\n2001:db8::1\n192.0.2.99\nend\n"], questions);

        // What was answered is kept, what was not is asked for again.
        BatchItem[] again = [Item("""{"source.ip": "192.0.2.1"}"""), Item("""{"source.ip": "2001:db8::1"}"""), Item("""{"source.ip": "192.0.2.99"}""")];
        await bot.ProcessAsync(again, CancellationToken.None);
        Assert.Equal("whois.cymru.com:43 begin\nverbose\n192.0.2.99\nend\n", questions[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0002|||||||\n| | |")]
    public async Task A_bulk_answer_that_says_nothing_is_a_failure(string answer)
    {
        await using var bot = new CymruWhoisExpert(new CymruWhoisExpertOptions { Bulk = true }, _services.Services, async (host, port, token) => await ServeAsync([], "", answer, token));
        BatchItem item = Item(Ip);
        await bot.ProcessAsync([item], CancellationToken.None);
        Assert.IsType<LookupException>(item.Error);
        Assert.Equal("{'source.ip': '192.0.2.1'}", Events.Flat(item.Event));
    }

    [Fact]
    public async Task A_whois_service_that_is_away_or_silent_is_a_failure()
    {
        await using var away = new CymruWhoisExpert(new CymruWhoisExpertOptions { Bulk = true }, _services.Services, static (_, _, _) => throw new SocketException((int)SocketError.ConnectionRefused));
        await using var silent = new CymruWhoisExpert(new CymruWhoisExpertOptions { Bulk = true, BulkTimeout = TimeSpan.FromSeconds(1) }, BotServices.Default, async (_, _, token) => await ServeAsync([], "", null, token));
        foreach (CymruWhoisExpert bot in (CymruWhoisExpert[])[away, silent])
        {
            BatchItem item = Item(Ip);
            await bot.ProcessAsync([item], CancellationToken.None);
            Assert.IsType<LookupException>(item.Error);
        }
    }

    private static BatchItem Item(string json) => new(Events.Of(json));

    // A real connection on the loopback address; the service is in the test.
    private static async Task<Stream> ServeAsync(List<string> questions, string server, string? answer, CancellationToken token)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, token);
        TcpClient service = await listener.AcceptTcpClientAsync(token);
        _ = Task.Run(async () =>
        {
            using (service)
            {
                NetworkStream stream = service.GetStream();
                var asked = new StringBuilder();
                byte[] buffer = new byte[1024];
                while (!asked.ToString().EndsWith("end\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
                    asked.Append(Encoding.ASCII.GetString(buffer, 0, count));
                questions.Add($"{server} {asked}");
                if (answer is not null)
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), CancellationToken.None);
                else
                    _ = await stream.ReadAsync(buffer, CancellationToken.None) == 0;
            }
        }, CancellationToken.None);
        return client.GetStream();
    }

    private Task<string> RunAsync(string parameters, string json) => LookupFixture.RunAsync(Module, parameters, _services.Services, json);
}
