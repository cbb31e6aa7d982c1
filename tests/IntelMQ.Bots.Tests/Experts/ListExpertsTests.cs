using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>The experts that look fields up in a list of lines.</summary>
public sealed class ListExpertsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestServices _services = new();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("\"example.com\"", true)]
    [InlineData("\"a-b.example.com\"", true)]
    [InlineData("\"xn--bcher-kva.example.xn--p1ai\"", true)]
    [InlineData("\"com\"", false)]
    [InlineData("\"example.test\"", false)]
    [InlineData("\"-a.com\"", false)]
    [InlineData("\"a-.com\"", false)]
    [InlineData("\"a_b.com\"", false)]
    [InlineData("\"a b.com\"", false)]
    public void Only_names_that_can_be_registered_pass(string name, bool passes)
    {
        var bot = new DomainValidExpert(new DomainValidExpertOptions { DomainField = "comment", TldsDomainsList = Write("# list\nCOM\n\n XN--P1AI \n") }, _services.Services);

        Assert.Equal(passes, bot.Process(Events.With("comment", name)).IsKeep);
        Assert.True(bot.Process(Events.With("source.fqdn", "\"example.com\"")).IsDrop);
    }

    [Fact]
    public void Exit_nodes_are_marked_and_a_changed_list_is_taken_up()
    {
        string path = Write("# nodes\n192.0.2.1\n 2001:DB8::1 \nno address\n");
        var bot = new TorNodesExpert(new TorNodesExpertOptions { Database = path }, _services.Services);
        Assert.Equal("{'destination.ip': '2001:db8::1', 'destination.tor_node': true, 'source.ip': '192.0.2.1', 'source.tor_node': true}", Run("192.0.2.1"));

        Write("192.0.2.200\n");
        _services.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("{'destination.ip': '2001:db8::1', 'source.ip': '192.0.2.1'}", Run("192.0.2.1"));

        string Run(string source)
        {
            var message = Events.Of($$"""{"source.ip": "{{source}}", "destination.ip": "2001:db8::1"}""");
            bot.Process(message);
            return Events.Flat(message);
        }
    }

    [Theory]
    [InlineData(false, "false")]
    [InlineData(true, "true")]
    public void A_mark_that_is_there_is_replaced_only_where_asked(bool overwrite, string expected)
    {
        var bot = new TorNodesExpert(new TorNodesExpertOptions { Database = Write("192.0.2.1\n"), Overwrite = overwrite });
        var message = Events.Of("""{"source.ip": "192.0.2.1", "source.tor_node": false, "destination.ip": "192.0.2.2", "destination.tor_node": true}""");
        bot.Process(message);

        Assert.Equal(expected, message["source.tor_node"].ToString());
        Assert.Equal("true", message["destination.tor_node"].ToString());
    }

    [Fact]
    public async Task A_missing_list_is_named_at_start()
    {
        string path = _folder.Of("missing.txt");
        Bot[] bots = [new DomainValidExpert(new DomainValidExpertOptions { TldsDomainsList = path }), new TorNodesExpert(new TorNodesExpertOptions { Database = path })];
        foreach (Bot bot in bots)
        {
            var exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await bot.StartAsync(CancellationToken.None));
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }
    }

    private string Write(string lines)
    {
        string path = _folder.Of("list.txt");
        File.WriteAllText(path, lines);
        return path;
    }
}
