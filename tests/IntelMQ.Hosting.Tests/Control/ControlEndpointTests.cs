using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Control;

public sealed class ControlEndpointTests : IAsyncLifetime
{
    private SampleHost _sample = null!;

    private string Folder => Path.Combine(_sample.State, "control");

    public async Task InitializeAsync() => _sample = await SampleHost.OpenAsync("sqlite");

    public async Task DisposeAsync() => await _sample.DisposeAsync();

    [Fact]
    public async Task A_socket_is_its_owners_alone()
    {
        await using ControlEndpoint endpoint = await StartAsync();
        Assert.Equal(Path.Combine(Folder, "socket"), endpoint.Address.SocketPath);
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(endpoint.Address.SocketPath!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public async Task A_second_host_is_refused_and_one_after_it_takes_over_what_it_left()
    {
        await using (ControlEndpoint first = await StartAsync())
        {
            IOException refused = await Assert.ThrowsAsync<IOException>(() => StartAsync());
            Assert.Contains("Another host lives in", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ControlFault.NoHost, Assert.Throws<ControlException>(() => ControlClient.Open(_sample.State)).Fault);
        // A host that was killed leaves its socket and its address.
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, "socket")));
        await File.WriteAllTextAsync(Path.Combine(Folder, "address"), $"unix:{Folder}/socket\n");
        using (ControlClient gone = ControlClient.Open(_sample.State))
            Assert.Equal(ControlFault.NoHost, (await Assert.ThrowsAsync<ControlException>(async () => await gone.GetStatusAsync())).Fault);
        await using ControlEndpoint second = await StartAsync();
        using ControlClient client = ControlClient.Open(_sample.State);
        Assert.Equal(6, (await client.GetStatusAsync()).Bots.Count);
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_has_one_elsewhere()
    {
        string state = Path.Combine(_sample.State, new string('x', 100));
        await using ControlEndpoint endpoint = await ControlEndpoint.StartAsync(_sample.Host.Control, new ControlEndpointOptions { StateFolder = state }, CancellationToken.None);
        using ControlClient client = ControlClient.Open(state);
        Assert.Equal(6, (await client.GetStatusAsync()).Bots.Count);
        Assert.StartsWith(Path.GetTempPath(), endpoint.Address.SocketPath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task A_port_wants_the_token(string? given)
    {
        await using ControlEndpoint endpoint = await StartAsync("http://127.0.0.1:0");
        Assert.Equal(64, (await File.ReadAllTextAsync(Path.Combine(Folder, "token"))).Trim().Length);
        (HttpStatusCode status, JsonElement problem) = await SendAsync(endpoint, HttpMethod.Get, "/status", null, given);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("Denied", problem.GetProperty("fault").GetString());
        using var client = new ControlClient(endpoint.Address, "wrong");
        Assert.Equal(ControlFault.Denied, (await Assert.ThrowsAsync<ControlException>(async () => await client.GetStatusAsync())).Fault);
    }

    [Theory]
    [InlineData("GET", "/nothing", null, "application/json", 404)]
    [InlineData("GET", "/../status", null, "application/json", 200)]
    [InlineData("POST", "/status", "{}", "application/json", 405)]
    [InlineData("GET", "/stop", null, "application/json", 405)]
    [InlineData("POST", "/stop", "{}", "text/plain", 415)]
    [InlineData("POST", "/stop", "nonsense", "application/json", 400)]
    [InlineData("POST", "/stop", "[]", "application/json", 400)]
    [InlineData("POST", "/stop", """{"group": "Nobody"}""", "application/json", 400)]
    [InlineData("POST", "/stop", """{"bot": "nobody"}""", "application/json", 404)]
    [InlineData("POST", "/messages/put", "{}", "application/json", 400)]
    [InlineData("POST", "/messages/peek", """{"queue": "first-output-queue"}""", "application/json", 409)]
    public async Task What_cannot_be_used_is_a_problem(string method, string path, string? body, string type, int expected)
    {
        await using ControlEndpoint endpoint = await StartAsync("http://127.0.0.1:0");
        (HttpStatusCode status, JsonElement answer) = await SendAsync(endpoint, new HttpMethod(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, type), Token);
        Assert.Equal(expected, (int)status);
        if (expected == 200)
            return;
        Assert.Equal(expected, answer.GetProperty("status").GetInt32());
        Assert.NotEmpty(answer.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        await using ControlEndpoint endpoint = await ControlEndpoint.StartAsync(
            _sample.Host.Control,
            new ControlEndpointOptions { StateFolder = _sample.State, Address = Parse("http://127.0.0.1:0"), MaxRequestBytes = 1000 },
            CancellationToken.None);
        (HttpStatusCode status, _) = await SendAsync(endpoint, HttpMethod.Post, "/stop", new StringContent(new string(' ', 2000), Encoding.UTF8, "application/json"), Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Theory]
    [InlineData("unix:/run/intelmq/socket", "unix:/run/intelmq/socket")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080")]
    [InlineData("http://localhost:8080", "http://127.0.0.1:8080")]
    [InlineData("http://192.0.2.1:8080", null)]
    [InlineData("http://example.com:8080", null)]
    [InlineData("https://127.0.0.1:8080", null)]
    [InlineData("http://127.0.0.1:8080/path", null)]
    [InlineData("http://user@127.0.0.1:8080", null)]
    [InlineData("http://127.0.0.1", null)]
    [InlineData("unix:", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_address_is_a_socket_or_a_port_of_this_machine(string? text, string? expected)
    {
        bool isRead = ControlAddress.TryParse(text, out ControlAddress? address, out string? complaint);
        Assert.Equal(expected, address?.ToString());
        Assert.Equal(isRead, complaint is null);
    }

    private string Token => $"Bearer {File.ReadAllText(Path.Combine(Folder, "token")).Trim()}";

    private static ControlAddress Parse(string text) => ControlAddress.TryParse(text, out ControlAddress? address, out _) ? address : throw new InvalidOperationException(text);

    private Task<ControlEndpoint> StartAsync(string? address = null)
        => ControlEndpoint.StartAsync(_sample.Host.Control, new ControlEndpointOptions { StateFolder = _sample.State, Address = address is null ? null : Parse(address) }, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(ControlEndpoint endpoint, HttpMethod method, string path, HttpContent? content, string? authorization)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(method, new Uri($"{endpoint.Address}{path}")) { Content = content };
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using HttpResponseMessage response = await http.SendAsync(request, CancellationToken.None);
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }
}
