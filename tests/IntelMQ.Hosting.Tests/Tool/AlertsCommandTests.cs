using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Tool;
using IntelMQ.Tool.Commands.Alerts;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class AlertsCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private readonly ConfigurationFolder _folder = new ConfigurationFolder().Write("memory");
    private readonly string _present = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_present);
        _folder.Dispose();
    }

    [Fact]
    public async Task Alerts_are_shown_owned_and_acknowledged()
    {
        Assert.Equal((0, "No alerts.\n"), await RunAsync("list"));
        new AlertFiles(_folder.State).WriteRaised([new Alert("queue", "x", "the oldest has waited.", Now)]);
        Assert.Equal((1, "2026-01-02 03:00 queue:x: the oldest has waited.\n"), await RunAsync("list"));
        Assert.Equal((0, ""), await RunAsync("own", "queue:x", "alice", "--note", "asked"));
        Assert.Equal((1, "2026-01-02 03:00 queue:x: the oldest has waited. Owner: alice. Note: asked\n"), await RunAsync("list"));
        Assert.Equal((0, ""), await RunAsync("acknowledge", "queue:x", "--until", "2099-01-31T08:00Z"));
        (int code, string text) = await RunAsync("list", "--type", "json");
        Assert.Equal(0, code);
        using var json = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal("2099-01-31T08:00:00.0000000+00:00", json.RootElement[0].GetProperty("acknowledged_until").GetString());
        Assert.True(json.RootElement[0].GetProperty("is_acknowledged").GetBoolean());
        Assert.Equal((0, ""), await RunAsync("acknowledge", "queue:x", "--until", "0"));
        Assert.Equal(1, (await RunAsync("list")).Code);
        Assert.Equal(1, (await RunAsync("own", "nothing", "alice")).Code);
    }

    [Theory]
    [InlineData("30m", "2026-01-02T03:30:00Z")]
    [InlineData("8h", "2026-01-02T11:00:00Z")]
    [InlineData("3d", "2026-01-05T03:00:00Z")]
    [InlineData("2027-01-31T08:00+01:00", "2027-01-31T07:00:00Z")]
    [InlineData("0", null)]
    public void A_time_is_given_or_how_long_it_is(string text, string? expected)
        => Assert.Equal(expected, AlertsCommand.Until(text, Now)?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("99999d")]
    [InlineData("-5h")]
    public void Others_are_refused(string text) => Assert.Throws<ArgumentException>(() => AlertsCommand.Until(text, Now));

    private async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        using var text = new StringWriter();
        using var complaints = new StringWriter();
        Console.SetOut(text);
        Console.SetError(complaints);
        try
        {
            int code = await IntelMQCommand.Create().Parse(["alerts", .. arguments, "--config", _folder.Configuration, "--state", _folder.State]).InvokeAsync();
            return (code, text.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
