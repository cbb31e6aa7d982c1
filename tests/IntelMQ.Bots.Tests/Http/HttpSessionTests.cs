using System.Net;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Http;

/// <summary>Redirects, credentials, bounds and the policy on addresses.</summary>
public sealed class HttpSessionTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_followed_and_the_last_address_is_told(int status)
    {
        using var http = new CannedHttp();
        http.On(HttpMethod.Get, "http://example.com/a", Redirect(status, "/b?c=1")).OnGet("http://example.com/b?c=1", "there");
        HttpReply reply = await Session(http, new HttpRequestSettings()).GetAsync(new Uri("http://example.com/a"), default);
        Assert.Equal("there", System.Text.Encoding.UTF8.GetString(reply.Body.Span));
        Assert.Equal("http://example.com/b?c=1", reply.Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://example.com/", "not one of HTTP")]
    [InlineData("file:///etc/passwd", "not one of HTTP")]
    [InlineData("javascript:alert(1)", "not one of HTTP")]
    [InlineData("http://[", "no address")]
    [InlineData("/", "more than 30 times")]
    public async Task A_redirect_that_leads_nowhere_is_the_services_fault(string location, string reason)
    {
        using var http = new CannedHttp();
        http.On(HttpMethod.Get, "http://example.com/", Redirect(302, location));
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Session(http, new HttpRequestSettings()).GetAsync(new Uri("http://example.com/"), default));
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/b", true)]
    [InlineData("http://example.com:8080/b", false)]
    [InlineData("https://example.com/b", false)]
    [InlineData("http://other.example.com/b", false)]
    [InlineData("http://example.net/b", false)]
    public async Task Credentials_stay_with_the_host_they_are_for(string location, bool expected)
    {
        using var http = new CannedHttp();
        http.On(HttpMethod.Get, "http://example.com/a", Redirect(302, location)).OnGet(location, "there");
        var settings = new HttpRequestSettings { UserName = "user", Password = "secret", Headers = [new("X-Api-Key", "key"), new("Cookie", "c=1")] };
        await Session(http, settings).SendAsync(
            static () => new HttpRequestMessage(HttpMethod.Get, "http://example.com/a") { Headers = { { "X-Token", "token" }, { "If-None-Match", "\"1\"" } } },
            readsBody: true,
            default);
        Assert.Equal("Basic dXNlcjpzZWNyZXQ=", http.Requests[0].Header("Authorization"));
        Assert.Equal("key", http.Requests[0].Header("X-Api-Key"));
        CannedRequest second = http.Requests[1];
        Assert.Equal("\"1\"", second.Header("If-None-Match"));
        foreach (string name in (string[])["Authorization", "X-Api-Key", "Cookie", "X-Token"])
            Assert.Equal(expected, second.Header(name) is not null);
    }

    [Fact]
    public async Task Where_hosts_are_listed_only_they_get_credentials()
    {
        using var http = new CannedHttp();
        http.OnGet("http://example.com/", "a").OnGet("http://sub.example.net/", "b").OnGet("http://example.net/", "c").OnGet("http://example.org:8080/", "d").OnGet("http://example.org/", "e");
        HttpSession session = Session(http, new HttpRequestSettings { UserName = "user", Headers = [new("X-Key", "k")], CredentialHosts = HttpHosts.Parse(["*.example.net", "example.org:8080"], out _) });
        foreach (string url in (string[])["http://example.com/", "http://sub.example.net/", "http://example.net/", "http://example.org:8080/", "http://example.org/"])
            await session.GetAsync(new Uri(url), default);
        Assert.Equal([false, true, false, true, false], http.Requests.Select(static request => request.Header("Authorization") is not null));
        Assert.Equal([false, true, false, true, false], http.Requests.Select(static request => request.Header("X-Key") is not null));
    }

    [Theory]
    [InlineData(303, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(307, "POST", "data")]
    [InlineData(308, "POST", "data")]
    public async Task Data_is_sent_again_only_where_the_status_says_so(int status, string method, string body)
    {
        using var http = new CannedHttp();
        http.On(HttpMethod.Post, "http://example.com/a", Redirect(status, "/b")).On(new HttpMethod(method), "http://example.com/b", CannedResponse.Text("there"));
        await Session(http, new HttpRequestSettings()).SendAsync(
            static () => new HttpRequestMessage(HttpMethod.Post, "http://example.com/a") { Content = new StringContent("data") }, readsBody: true, default);
        Assert.Equal(method, http.Requests[1].Method.Method);
        Assert.Equal(body, http.Requests[1].BodyText);
    }

    [Fact]
    public async Task Data_is_not_sent_on_to_another_host()
    {
        using var http = new CannedHttp();
        http.On(HttpMethod.Post, "http://example.com/a", Redirect(307, "http://example.net/b"));
        await Assert.ThrowsAsync<HttpServiceException>(() => Session(http, new HttpRequestSettings()).SendAsync(
            static () => new HttpRequestMessage(HttpMethod.Post, "http://example.com/a") { Content = new StringContent("data") }, readsBody: true, default));
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task The_inside_is_not_asked_by_address_by_name_or_by_redirect()
    {
        await using var inside = new LoopbackServer(LoopbackAnswer.Of(200, "secret"));
        using var connections = new HttpConnections();
        var settings = new HttpRequestSettings { Connection = new HttpConnectionSettings { Addresses = AddressPolicy.Public }, MaxTries = 1 };
        var session = new HttpSession(connections, settings, TimeProvider.System);
        foreach (string url in (string[])[inside.Url, inside.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), inside.Url.Replace("127.0.0.1", "[::ffff:7f00:1]", StringComparison.Ordinal)])
        {
            HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => session.GetAsync(new Uri(url), default));
            Assert.Contains("not a public one", thrown.Message, StringComparison.Ordinal);
        }

        using var http = new CannedHttp();
        http.On(HttpMethod.Get, "http://example.com/", Redirect(302, inside.Url));
        await Assert.ThrowsAsync<HttpServiceException>(() => Session(http, settings).GetAsync(new Uri("http://example.com/"), default));
        Assert.Empty(inside.Requests);
        Assert.Single(http.Requests);

        var allowed = new HttpRequestSettings { Connection = new HttpConnectionSettings { Addresses = AddressPolicy.Public.Allowing(IPNetwork.Parse("127.0.0.0/8")) } };
        Assert.Equal(200, (await new HttpSession(connections, allowed, TimeProvider.System).GetAsync(new Uri(inside.Url), default)).Status);
    }

    [Fact]
    public async Task A_proxy_on_the_inside_is_used_and_does_not_open_the_inside()
    {
        await using var proxy = new LoopbackServer(LoopbackAnswer.Of(200, "by proxy"));
        using var connections = new HttpConnections();
        var settings = new HttpRequestSettings
        {
            Connection = new HttpConnectionSettings { HttpProxy = new Uri(proxy.Url), Addresses = AddressPolicy.Public },
            MaxTries = 1,
        };
        var session = new HttpSession(connections, settings, TimeProvider.System);
        Assert.Equal(200, (await session.GetAsync(new Uri("http://host.invalid/a"), default)).Status);
        Assert.Equal("GET http://host.invalid/a HTTP/1.1", Assert.Single(proxy.Requests).Line);
        await Assert.ThrowsAsync<HttpServiceException>(() => session.GetAsync(new Uri("http://localhost/"), default));
        await Assert.ThrowsAsync<HttpServiceException>(() => session.GetAsync(new Uri("http://10.0.0.1/"), default));
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task A_download_is_read_piece_by_piece_and_what_breaks_off_is_told()
    {
        await using var whole = new LoopbackServer(LoopbackAnswer.Of(200, "some text"));
        using var connections = new HttpConnections();
        var session = new HttpSession(connections, new HttpRequestSettings { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);
        await using (HttpDownload download = await session.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, whole.Url), default))
        {
            using var text = new StreamReader(download.Content);
            Assert.Equal("some text", await text.ReadToEndAsync());
            Assert.Equal(9, download.Length);
            Assert.Equal("utf-8", download.Charset);
        }

        await using var cut = new LoopbackServer(LoopbackAnswer.CutShort);
        await using HttpDownload broken = await session.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, cut.Url), default);
        using var rest = new StreamReader(broken.Content);
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => rest.ReadToEndAsync());
        Assert.Contains("broke off", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com/path")]
    [InlineData("http://example.com")]
    [InlineData("user@example.com")]
    [InlineData("exa mple.com")]
    public void What_is_no_host_is_refused(string host)
    {
        Assert.Null(HttpHosts.Parse([host], out string? complaint));
        Assert.Contains(host, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_settings_share_a_client()
    {
        using var connections = new HttpConnections();
        HttpClient first = connections.ClientFor(new HttpConnectionSettings { HttpProxy = new Uri("http://proxy.example.com:3128") });
        Assert.Same(first, connections.ClientFor(new HttpConnectionSettings { HttpProxy = new Uri("http://proxy.example.com:3128") }));
        Assert.NotSame(first, connections.ClientFor(HttpConnectionSettings.Default));
        Assert.ThrowsAny<IOException>(() => connections.ClientFor(new HttpConnectionSettings { AuthorityFile = "/no/such/file.pem" }));
    }

    private static HttpSession Session(CannedHttp http, HttpRequestSettings settings) => new(new HttpConnections(_ => http), settings, TimeProvider.System);

    private static CannedResponse Redirect(int status, string location) => new((HttpStatusCode)status, default) { Headers = [new("Location", location)] };
}
