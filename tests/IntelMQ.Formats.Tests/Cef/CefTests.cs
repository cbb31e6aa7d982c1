using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Cef;

public sealed partial class CefTests
{
    // What CEF says of the types of its keys, as far as they are used.
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["src"] = "ipv4",
        ["dst"] = "ipv4",
        ["c6a2"] = "ipv6",
        ["c6a3"] = "ipv6",
        ["spt"] = "number",
        ["dpt"] = "number",
        ["cn1"] = "number",
        ["cn2"] = "number",
        ["rt"] = "number",
    };

    [Fact]
    public void An_event_becomes_a_line_with_escaped_parts()
    {
        var message = new Event();
        message["classification.type"] = "scanner";
        message["classification.identifier"] = "a|b\\c";
        message["event_description.text"] = "x=1\ny";
        message["source.ip"] = "192.0.2.7";
        message["destination.ip"] = "2001:db8::1";
        message["severity"] = "high";
        Assert.StartsWith("CEF:0|IntelMQ|IntelMQ for .NET|1|scanner|a\\|b\\\\c|8|externalId=", message.ToCef(), StringComparison.Ordinal);
        Assert.Contains(" src=192.0.2.7 c6a3Label=Destination IPv6 Address c6a3=2001:db8::1 msg=x\\=1\\ny ", message.ToCef(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_ten_thousand_events_of_all_classifications_are_what_CEF_allows()
    {
        foreach (Event message in SampleEvents.Many(10_000))
        {
            string line = message.ToCef();
            Match head = Head().Match(line);
            Assert.True(head.Success, line);
            Assert.InRange(int.Parse(head.Groups["severity"].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 10);
            // An equals sign that is not escaped ends a key, and no key stands twice.
            string[] keys = [.. Signs().Matches(head.Groups["extension"].Value).Select(static match => match.Groups[1].Value)];
            Assert.All(keys, static key => Assert.Matches("^[A-Za-z0-9]+$", key));
            Assert.Distinct(keys);
            Assert.True(CefPairs(line).All(static pair => IsOfType(pair.Key, pair.Value)), line);
        }
    }

    [Fact]
    public void A_line_of_another_program_is_read_with_its_head_of_syslog()
    {
        FormatRead read = Formats.Cef.Read("<134>May  4 12:00:00 host CEF:0|Example|Sensor|1.0|100|Worm found|10|src=192.0.2.7 dst=198.51.100.1 spt=1232 dpt=x cs1Label=Other cs1=b msg=a \\= b rt=1777896000000"u8);
        Event message = Assert.Single(read.Events);
        Assert.Equal(
            """{"classification.identifier": "100", "destination.ip": "198.51.100.1", "event_description.text": "a = b", "source.ip": "192.0.2.7", "source.port": 1232, "time.source": "2026-05-04T12:00:00+00:00"}""",
            Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
        Assert.StartsWith("dpt is left out:", Assert.Single(read.Complaints), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CEF:0|a|b")]
    [InlineData("CEF:0|Example|Sensor|1.0|||5|")]
    public void A_line_that_gives_no_event_is_refused(string line)
        => Assert.NotNull(Formats.Cef.Read(Encoding.UTF8.GetBytes(line)).Reason);

    private static Dictionary<string, string> CefPairs(string line)
    {
        Assert.True(CefText.TryRead(line, out _, out Dictionary<string, string> pairs));
        return pairs;
    }

    private static bool IsOfType(string key, string value) => Types.GetValueOrDefault(key) switch
    {
        "number" => long.TryParse(value, out _),
        "ipv4" => System.Net.IPAddress.TryParse(value, out System.Net.IPAddress? address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork,
        "ipv6" => System.Net.IPAddress.TryParse(value, out System.Net.IPAddress? address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        _ => true,
    };

    [GeneratedRegex(@"^CEF:0(?:\|(?:[^|\\\r\n]|\\[|\\])*){5}\|(?<severity>[0-9]+)\|(?<extension>[^\r\n]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"(?:^| )([^ =\\]+)(?<!\\)=", RegexOptions.CultureInvariant)]
    private static partial Regex Signs();
}
