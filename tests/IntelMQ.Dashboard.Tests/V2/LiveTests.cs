using System.Net;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Hosting.Control;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.V2;

public sealed class LiveTests : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Who_listens_hears_of_changes_until_the_rights_change()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        using StreamReader lines = await ListenAsync(sample, await sample.LogInAsync("viewer"));
        Assert.Contains("\"state\":\"Stopped\"", await NextAsync(lines, "data: "), StringComparison.Ordinal);
        await sample.Host.Control.StartAsync(BotScope.Of("csv-parser"));
        Assert.Contains("\"id\":\"csv-parser\",\"state\":\"Running\"", await NextAsync(lines, "data: "), StringComparison.Ordinal);
        User user = (await sample.Records.Users.FindAsync("viewer", default))!;
        await sample.Records.Users.SaveAsync(user with { IsDisabled = true }, default);
        Assert.Equal("event: end", await NextAsync(lines, "event: end"));
        Assert.Equal("data: {}", await lines.ReadLineAsync());
    }

    [Fact]
    public async Task All_who_listen_end_with_the_program()
    {
        SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("viewer");
        StreamReader[] all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ListenAsync(sample, token)));
        Assert.All(await Task.WhenAll(all.Select(static lines => NextAsync(lines, "data: "))), static line => Assert.Contains("csv-parser", line, StringComparison.Ordinal));
        await sample.DisposeAsync();
        foreach (StreamReader lines in all)
        {
            await EndAsync(lines);
            lines.Dispose();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<StreamReader> ListenAsync(SampleDashboard sample, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sample.Address, "/v2/live"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        HttpResponseMessage response = await _client.SendAsync(request, default);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<string> NextAsync(StreamReader lines, string beginning)
    {
        while (true)
        {
            string line = await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException();
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }
    }

    private static async Task EndAsync(StreamReader lines)
    {
        try
        {
            while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is not null)
            {
            }
        }
        catch (IOException)
        {
            // The connection may go before the answer's end is told.
        }
    }
}
