using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

/// <summary>
/// What services answer, altered everywhere: a new member changes nothing, a value of another kind costs itself or is the event's failure with
/// a reason, and what is no answer is a failure. Nothing is a defect of the bot.
/// </summary>
public sealed class ServiceAnswersTests
{
    private static readonly string?[] Values = ["null", "\"zz unknown zz\"", "77777", "-1", "1e400", "true", "{\"a\": 1}", "[\"a\"]", "[]", "\"\"", "\"\\ud800\""];

    private static readonly Dictionary<string, Service> Services = new()
    {
        ["ripe stat"] = new("intelmq.bots.experts.ripe.expert", """{"query_ripe_db_asn": false, "query_ripe_db_ip": false, "query_ripe_stat_ip": false, "query_ripe_stat_geolocation": false}""", """{"source.asn": 64496}""",
            """{"data": {"abuse_contacts": ["a@example.com"], "anti_abuse_contacts": {"abuse_c": [{"email": "b@example.com"}]}}, "data_call_status": "supported"}"""),
        ["ripe place"] = new("intelmq.bots.experts.ripe.expert", """{"query_ripe_db_asn": false, "query_ripe_db_ip": false, "query_ripe_stat_ip": false, "query_ripe_stat_asn": false}""", """{"source.ip": "192.0.2.1"}""",
            """{"data": {"located_resources": [{"locations": [{"country": "AT", "city": "Wien", "latitude": 48.25, "longitude": 16}]}]}}"""),
        ["ripe db"] = new("intelmq.bots.experts.ripe.expert", """{"query_ripe_db_asn": false, "query_ripe_stat_asn": false, "query_ripe_stat_ip": false, "query_ripe_stat_geolocation": false}""", """{"source.ip": "192.0.2.1"}""",
            """{"abuse-contacts": {"email": "a@example.com", "key": "X"}}"""),
        ["do_portal"] = new("intelmq.bots.experts.do_portal.expert", """{"portal_url": "http://portal.example.com", "portal_api_key": "key"}""", """{"source.ip": "192.0.2.1"}""", """{"abusecs": ["a@example.com", "b@example.com"]}"""),
        ["misp"] = new("intelmq.bots.experts.misp.expert", """{"misp_url": "http://misp.example.com", "misp_key": "key"}""", """{"source.ip": "192.0.2.1"}""",
            """{"response": {"Attribute": [{"uuid": "0f8fad5b-d9cb-469f-a165-70867728950e", "Event": {"uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}}]}}"""),
        ["rdap"] = new("intelmq.bots.experts.rdap.expert", "{}", """{"source.fqdn": "www.example.com"}""",
            """{"objectClassName": "domain", "entities": [{"roles": ["registrar"], "entities": [{"roles": ["abuse"], "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["email", {}, "text", "a@example.com"]]]}]}]}"""),
        ["tuency"] = new("intelmq.bots.experts.tuency.expert", """{"url": "http://tuency.example.com", "authentication_token": "x"}""",
            """{"classification.taxonomy": "other", "classification.type": "undetermined", "feed.name": "A", "feed.provider": "B", "source.ip": "192.0.2.1"}""",
            """{"ip": {"destinations": [{"source": "portal", "name": "x", "contacts": [{"email": "a@example.com"}]}], "netobject": {"asn": 64496}}, "suppress": false, "interval": {"unit": "days", "length": 1}}"""),
        ["trusted introducer"] = new("intelmq.bots.experts.trusted_introducer_lookup.expert", "{}", """{"source.fqdn": "www.example.com"}""",
            """[{"name": "x", "emails": [{"usage": ["contact"], "address": "a@example.com"}], "constituency": {"domains": ["example.com"], "asns": [64496]}}]"""),
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_new_member_changes_nothing(string name)
    {
        Service service = Services[name];
        string expected = await RunAsync(service, service.Answer);
        Assert.NotEqual(Events.Flat(Events.Of(service.Json)), expected);
        int objects = Nodes(JsonNode.Parse(service.Answer)!).Count(static node => node is JsonObject);
        for (int i = 0; i < objects; i++)
        {
            JsonNode root = JsonNode.Parse(service.Answer)!;
            ((JsonObject)Nodes(root).Where(static node => node is JsonObject).ElementAt(i)!).Add("brand new", new JsonObject { ["a"] = 1 });
            Assert.Equal(expected, await RunAsync(service, root.ToJsonString()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_value_of_another_kind_costs_itself_or_is_a_failure_with_a_reason(string name)
    {
        Service service = Services[name];
        int count = Nodes(JsonNode.Parse(service.Answer)!).Count();
        for (int i = 1; i < count; i++)
        {
            foreach (string? value in Values.Append(null))
            {
                JsonNode root = JsonNode.Parse(service.Answer)!;
                string answer = Replaced(root, i, value);
                Exception? thrown = await Record.ExceptionAsync(() => RunAsync(service, answer));
                Assert.True(thrown is null or LookupException or InvalidFieldException or BotConfigurationException, $"{name}: {answer}: {thrown}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_no_answer_is_a_failure_and_not_an_answer_of_nothing(string name)
    {
        Service service = Services[name];
        string other = service.Answer[0] == '[' ? "{}" : "[]";
        foreach (string answer in new[] { "", " ", "5", "null", "\"a@example.com\"", other, "{", service.Answer[..^1], service.Answer + service.Answer, "<html></html>" })
        {
            Exception? thrown = await Record.ExceptionAsync(() => RunAsync(service, answer));
            Assert.True(thrown is LookupException or BotConfigurationException, $"{name}: {answer}: {thrown}");
        }
    }

    private static async Task<string> RunAsync(Service service, string answer)
    {
        using var handler = new Answering(answer);
        using var connections = new HttpConnections(_ => handler);
        return await LookupFixture.RunAsync(service.Module, service.Parameters, new BotServices { Http = connections }, service.Json);
    }

    // A place in the text, since half of a pair is no value that a node could hold; without a value the member or element goes.
    private static string Replaced(JsonNode root, int position, string? value)
    {
        const string Here = "here it stands";
        JsonNode node = Nodes(root).ElementAt(position)!;
        if (node.Parent is JsonObject holder)
        {
            string member = node.GetPropertyName();
            holder.Remove(member);
            if (value is not null)
                holder.Add(member, Here);
        }
        else
        {
            var list = (JsonArray)node.Parent!;
            int at = node.GetElementIndex();
            list.RemoveAt(at);
            if (value is not null)
                list.Insert(at, Here);
        }

        return root.ToJsonString().Replace($"\"{Here}\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node)
        => node switch
        {
            JsonObject holder => holder.SelectMany(static member => Nodes(member.Value)).Prepend(node),
            JsonArray list => list.SelectMany(Nodes).Prepend(node),
            _ => [node],
        };

    private sealed record Service(string Module, string Parameters, string Json, string Answer);

    private sealed class Answering(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool isBootstrap = request.RequestUri!.Host == "data.iana.org";
            string text = isBootstrap ? """{"version": "1.0", "services": [[["com"], ["https://rdap.example.com/"]]]}""" : answer;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") });
        }
    }
}
