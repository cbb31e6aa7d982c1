using System.IO.Compression;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>The experts that look addresses up in a table, or compute from what is there.</summary>
public sealed class TableExpertsTests : IDisposable
{
    private const string Networks = "; networks\n# more\n\n192.0.2.1/24\t64496\n192.0.2.128/25\t64497 name\n2001:db8::/32\t64498\n192.0.2.128/25\t64499\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("192.0.2.1", "{'source.asn': 64496, 'source.ip': '192.0.2.1', 'source.network': '192.0.2.0/24'}")]
    [InlineData("192.0.2.200", "{'source.asn': 64499, 'source.ip': '192.0.2.200', 'source.network': '192.0.2.128/25'}")]
    [InlineData("2001:db8::1", "{'source.asn': 64498, 'source.ip': '2001:db8::1', 'source.network': '2001:db8::/32'}")]
    [InlineData("198.51.100.1", "{'source.asn': 64511, 'source.ip': '198.51.100.1'}")]
    public void The_longest_network_gives_the_number(string ip, string expected)
    {
        string plain = Write("ipasn.dat", Networks);
        string packed = _folder.Of("ipasn.dat.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            gzip.Write(File.ReadAllBytes(plain));

        foreach (string path in new[] { plain, packed })
        {
            Event message = Events.Of($$"""{"source.ip": "{{ip}}", "source.asn": 64511}""");
            new AsnLookupExpert(new AsnLookupExpertOptions { Database = path }).Process(message);
            Assert.Equal(expected, Events.Flat(message));
        }
    }

    [Theory]
    [InlineData("192.0.2.0/24\t64496", "192.0.2.1", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\tAS64496", "192.0.2.1", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\t{64496,64497}", "192.0.2.1", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\t64496_64497", "192.0.2.1", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\t64496,64497", "192.0.2.1", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\t0", "192.0.2.1", " ")]
    [InlineData("192.0.2.0/25\t0\n192.0.2.0/24\t64496", "192.0.2.1", " ")]
    [InlineData("192.0.2.0/25\t0\n192.0.2.0/24\t64496", "192.0.2.129", "64496 192.0.2.0/24")]
    [InlineData("192.0.2.0/24\t", "192.0.2.1", " ")]
    [InlineData("0.0.0.0/0\t64496", "192.0.2.1", " ")]
    [InlineData("::/0\t64496", "2001:db8::1", " ")]
    [InlineData("192.0.2.0/24\t64496", "::ffff:192.0.2.1", "64496 192.0.2.0/24")]
    public void Rows_of_real_tables_are_read(string rows, string ip, string expected)
    {
        Event message = Events.With("source.ip", $"\"{ip}\"");
        new AsnLookupExpert(new AsnLookupExpertOptions { Database = Write("ipasn.dat", rows + "\n") }).Process(message);
        Assert.Equal(expected, message["source.asn"].ToString() + " " + message["source.network"].ToString());
    }

    [Theory]
    [InlineData("192.0.2.0/24 64496")]
    [InlineData("192.0.2.0\t64496")]
    [InlineData("192.0.2.0/24\tx64496")]
    [InlineData("192.0.2.0/24\t4294967296")]
    public async Task A_line_that_is_no_network_is_refused_at_start(string line)
    {
        var expert = new AsnLookupExpert(new AsnLookupExpertOptions { Database = Write("ipasn.dat", $"192.0.2.0/24\t64496\n{line}\n") });
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await expert.StartAsync(CancellationToken.None));
        Assert.Contains("line 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "{'destination.ip': '198.51.100.1', 'extra.rf_iprisk.destination': 0, 'extra.rf_iprisk.source': 10, 'source.ip': '192.0.2.1'}")]
    [InlineData(true, "{'destination.ip': '198.51.100.1', 'extra.rf_iprisk.destination': 0, 'extra.rf_iprisk.source': 65, 'source.ip': '192.0.2.1'}")]
    public void The_risk_of_addresses_is_added(bool overwrite, string expected)
    {
        string path = Write("risk.csv", "\"Name\",\"Risk\",\"Evidence\"\r\n\"192.0.2.1\",\"65\",\"{\"\"a\"\": 1,\n2}\"\r\n\"example.com\",\"1\",\"\"\r\n\r\n");
        Event message = Events.Of("""{"source.ip": "192.0.2.1", "extra.rf_iprisk.source": 10, "destination.ip": "198.51.100.1"}""");
        new RecordedFutureIpRiskExpert(new RecordedFutureIpRiskExpertOptions { Database = path, Overwrite = overwrite }).Process(message);
        Assert.Equal(expected, Events.Flat(message));
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("Name,Risk\n192.0.2.1,high\n")]
    [InlineData("Name,Risk\n192.0.2.1\n")]
    public async Task A_list_without_risks_is_refused_at_start(string list)
    {
        var expert = new RecordedFutureIpRiskExpert(new RecordedFutureIpRiskExpertOptions { Database = Write("risk.csv", list) });
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await expert.StartAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(57.64911, 10.40744, 11, "u4pruydqqvj")]
    [InlineData(0, 0, 7, "s000000")]
    [InlineData(90, 180, 4, "zzzz")]
    [InlineData(-90, -180, 4, "0000")]
    [InlineData(42.6, -5.6, 5, "ezs42")]
    public void Coordinates_have_a_hash(double latitude, double longitude, int precision, string expected)
    {
        Span<byte> hash = stackalloc byte[precision];
        GeohashExpert.Encode(latitude, longitude, hash);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(hash));
    }

    [Fact]
    public void Each_side_gets_its_hash_where_both_coordinates_are_there()
    {
        Event message = Events.Of("""{"source.geolocation.latitude": 0, "source.geolocation.longitude": 0, "destination.geolocation.latitude": 1}""");
        new GeohashExpert(new GeohashExpertOptions { Precision = 3 }).Process(message);
        Assert.Equal("s00", message["extra.source.geolocation.geohash"].ToString());
        Assert.False(message.Contains("extra.destination.geolocation.geohash"));
    }

    private string Write(string name, string text)
    {
        string path = _folder.Of(name);
        File.WriteAllText(path, text);
        return path;
    }
}
