using System.Net;
using System.Text;

namespace IntelMQ.Testing;

public class CannedHttpTests
{
    [Theory]
    [InlineData("http://example.com/a?x=1&y=2", "http://example.com/a?y=2&x=1")]
    [InlineData("http://example.com/a?x=a+b", "http://example.com/a?x=a%20b")]
    [InlineData("http://example.com", "http://EXAMPLE.com:80/")]
    [InlineData("http://example.com/%61", "http://example.com/a")]
    public async Task The_query_may_come_in_any_order(string listed, string asked)
    {
        using CannedHttp http = new CannedHttp().OnGet(listed, "yes");
        using HttpClient client = http.CreateClient();
        Assert.Equal("yes", await client.GetStringAsync(new Uri(asked)));
    }

    [Theory]
    [InlineData("http://example.com/b")]
    [InlineData("https://example.com/a")]
    [InlineData("http://example.com/a?x=1")]
    public async Task What_is_not_listed_is_refused_and_named(string asked)
    {
        using CannedHttp http = new CannedHttp().OnGet("http://example.com/a", "yes");
        using HttpClient client = http.CreateClient();
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(asked)));
        Assert.Contains($"GET {asked}", refused.Message);
        Assert.Contains("GET http://example.com/a", refused.Message);
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Answers_are_given_in_turn_and_the_last_stays()
    {
        using CannedHttp http = new CannedHttp()
            .On(HttpMethod.Get, "http://example.com/", CannedResponse.Of(HttpStatusCode.ServiceUnavailable))
            .On(HttpMethod.Get, "http://example.com/", CannedResponse.Json("{}"));
        using HttpClient client = http.CreateClient();
        var url = new Uri("http://example.com/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(url)).StatusCode);
        Assert.Equal("application/json", (await client.GetAsync(url)).Content.Headers.ContentType?.MediaType);
        Assert.Equal("{}", await client.GetStringAsync(url));
    }

    [Fact]
    public async Task Requests_are_recorded()
    {
        using CannedHttp http = new CannedHttp().On(HttpMethod.Post, "http://example.com/", CannedResponse.Text("ok"));
        using HttpClient client = http.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://example.com/") { Content = new StringContent("body", Encoding.UTF8, "text/plain") };
        request.Headers.Add("X-Key", "value");
        Assert.Equal("ok", await (await client.SendAsync(request)).Content.ReadAsStringAsync());
        CannedRequest sent = Assert.Single(http.Requests);
        Assert.Equal("POST http://example.com/", sent.ToString());
        Assert.Equal("body", sent.BodyText);
        Assert.Equal("value", sent.Header("x-key"));
        Assert.StartsWith("text/plain", sent.Header("Content-Type"));
        Assert.Null(sent.Header("absent"));
    }

    [Fact]
    public void Synchronous_requests_are_answered_too()
    {
        using CannedHttp http = new CannedHttp().OnGet("http://example.com/", "yes");
        using HttpClient client = http.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://example.com/");
        using HttpResponseMessage response = client.Send(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_request_can_end_with_an_exception()
    {
        using CannedHttp http = new CannedHttp().On(HttpMethod.Get, "http://example.com/", CannedResponse.Throws(new IOException("gone")));
        using HttpClient client = http.CreateClient();
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetStringAsync(new Uri("http://example.com/")));
    }
}
