using System.Net;
using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.Tests.Support;

/// <summary>Uses <c>/v2</c> with a token.</summary>
internal sealed class ApiClient(SampleDashboard sample, string token)
{
    public string Token => token;

    public static async Task<ApiClient> OpenAsync(SampleDashboard sample, string name = "admin") => new(sample, await sample.LogInAsync(name));

    public Task<Reply> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
        => sample.SendAsync(method, $"/v2/{path}", $"Bearer {token}", json is null ? null : new StringContent(json, null, "application/json"), headers);

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public Task<Reply> PostAsync(string path, string json = "{}", params (string Name, string Value)[] headers) => SendAsync("POST", path, json, headers);

    public async Task<JsonNode> ReadAsync(string path)
    {
        Reply reply = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json!;
    }
}
