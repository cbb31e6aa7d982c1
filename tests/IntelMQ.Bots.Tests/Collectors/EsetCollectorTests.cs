using System.Globalization;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class EsetCollectorTests
{
    private const string Names = "xmlns:t=\"http://taxii.mitre.org/messages/taxii_xml_binding-1.1\"";
    private const string Discovery = $"<t:Discovery_Response {Names}><t:Service_Instance service_type=\"INBOX\"><t:Address>https://eti.eset.com/inbox</t:Address></t:Service_Instance><t:Service_Instance service_type=\"POLL\"><t:Address>https://eti.eset.com/taxiiservice/poll</t:Address></t:Service_Instance></t:Discovery_Response>";

    [Fact]
    public async Task Each_content_block_of_all_parts_is_a_report_once()
    {
        await using var server = new LoopbackServer(static request => Xml(
            request.Body.Contains("Discovery_Request", StringComparison.Ordinal) ? Discovery
            : request.Body.Contains("Poll_Fulfillment", StringComparison.Ordinal) && request.Body.Contains("result_part_number=\"2\"", StringComparison.Ordinal) ? Poll("more=\"false\"", "<t:Content>{\"b\": 2}</t:Content>")
            : Poll("more=\"true\" result_id=\"r\" result_part_number=\"1\"", "<t:Content><![CDATA[{\"a\": \"<&>\"}]]></t:Content>", "<t:Content/>", "<t:Content><x>1</x></t:Content>")));
        await using var collector = new EsetCollector(Options(), LookupFixture.RedirectedTo(server.Url));
        List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
        Assert.Equal(["{\"a\": \"<&>\"}", "<x>1</x>", "{\"b\": 2}"], reports.Select(CollectorFixture.Text));
        Assert.All(reports, static report => Assert.Equal("ei.domains v2 (json)", report.Report["extra.eset_feed"].ToString()));
        Assert.All(reports, static report => Assert.Equal("https://eti.eset.com/taxiiservice/discovery", report.Report[Fields.Feed.Url]));
        Assert.All(server.Requests, static request => Assert.Equal("Basic dTpw", request.Headers["Authorization"]));
        Assert.Contains("collection_name=\"ei.domains v2 (json)\"", server.Requests[1].Body, StringComparison.Ordinal);
        foreach (CollectedReport report in reports)
            await report.SettleAsync(default);
        Assert.Empty(await CollectorFixture.AllAsync(collector));
    }

    [Fact]
    public async Task A_part_that_never_moves_on_ends_the_attempt()
    {
        await using var server = new LoopbackServer(static request => Xml(
            request.Body.Contains("Discovery_Request", StringComparison.Ordinal) ? Discovery : Poll("more=\"true\" result_id=\"r\" result_part_number=\"1\"", "<t:Content>1</t:Content>")));
        await using var collector = new EsetCollector(Options(), LookupFixture.RedirectedTo(server.Url));
        await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(collector));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")]
    [InlineData("<a>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<a/>")]
    [InlineData($"<t:Discovery_Response {Names}><t:Service_Instance service_type=\"POLL\"><t:Address>https://evil.example.com/poll</t:Address></t:Service_Instance></t:Discovery_Response>")]
    [InlineData($"<t:Discovery_Response {Names}><t:Service_Instance service_type=\"POLL\"><t:Address>http://eti.eset.com/poll</t:Address></t:Service_Instance></t:Discovery_Response>")]
    public async Task A_hostile_answer_is_the_services_fault_and_is_not_followed(string answer)
    {
        await using var server = new LoopbackServer(_ => Xml(answer));
        await using var collector = new EsetCollector(Options(), LookupFixture.RedirectedTo(server.Url));
        await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(collector));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_in_its_words()
    {
        await using var server = new LoopbackServer(static request => Xml(request.Body.Contains("Discovery_Request", StringComparison.Ordinal) ? Discovery : $"<t:Status_Message {Names} status_type=\"DENIED\"/>"));
        await using var collector = new EsetCollector(Options(), LookupFixture.RedirectedTo(server.Url));
        Assert.Contains("DENIED", (await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(collector))).Message, StringComparison.Ordinal);
    }

    private static EsetCollectorOptions Options() => new() { Collection = "ei.domains v2 (json)", Username = "u", Password = new Secret("p") };

    private static string Poll(string attributes, params string[] contents)
    {
        var xml = new StringBuilder($"<t:Poll_Response {Names} {attributes}>");
        foreach (string content in contents)
            xml.Append(CultureInfo.InvariantCulture, $"<t:Content_Block><t:Content_Binding binding_id=\"b\"/>{content}</t:Content_Block>");
        return xml.Append("</t:Poll_Response>").ToString();
    }

    private static LoopbackAnswer Xml(string text) => LoopbackAnswer.Of(200, text, "OK", "application/xml");
}
