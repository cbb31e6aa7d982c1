using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Embedded.Tests;

public sealed class ParseRequestTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
{
    [Fact]
    public async Task A_report_gives_its_events_and_failures()
    {
        byte[] report = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "ipblocklist.json"));
        JsonElement answer = await PostAsync(report);
        JsonElement message = Assert.Single(answer.GetProperty("events").EnumerateArray());
        Assert.Equal("192.0.2.17", message.GetProperty("source.ip").GetString());
        Assert.Equal("malicious-code", message.GetProperty("classification.taxonomy").GetString());
        Assert.Equal("Feodo Tracker", message.GetProperty("feed.name").GetString());
        JsonElement failure = Assert.Single(answer.GetProperty("failures").EnumerateArray());
        Assert.Equal("source.ip", failure.GetProperty("field").GetString());
        Assert.Equal(3, failure.GetProperty("line").GetInt64());
        Assert.Equal("source.ip (from ip_address) is not an IP address.", failure.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_empty_list_gives_nothing()
    {
        JsonElement answer = await PostAsync("[]"u8.ToArray());
        Assert.Equal(0, answer.GetProperty("events").GetArrayLength());
        Assert.Equal(0, answer.GetProperty("failures").GetArrayLength());
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("\0[")]
    public async Task A_report_that_is_no_JSON_is_one_failure(string report)
    {
        JsonElement answer = await PostAsync(Encoding.UTF8.GetBytes(report));
        Assert.Equal(0, answer.GetProperty("events").GetArrayLength());
        Assert.Equal(1, answer.GetProperty("failures").GetArrayLength());
    }

    [Theory]
    [InlineData(1024 * 1024, HttpStatusCode.OK)]
    [InlineData((1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_size_of_a_report_is_bounded(int bytes, HttpStatusCode status)
    {
        using HttpClient client = factory.CreateClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("[]".PadRight(bytes)));
        using HttpResponseMessage response = await client.PostAsync(new Uri("/feodotracker", UriKind.Relative), content);
        Assert.Equal(status, response.StatusCode);
    }

    private async Task<JsonElement> PostAsync(byte[] report)
    {
        using HttpClient client = factory.CreateClient();
        using var content = new ByteArrayContent(report);
        using HttpResponseMessage response = await client.PostAsync(new Uri("/feodotracker", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }
}
