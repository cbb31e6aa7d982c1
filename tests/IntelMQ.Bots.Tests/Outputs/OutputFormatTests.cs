using System.Text.Json;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Export;
using IntelMQ.Formats;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace IntelMQ.Bots.Tests.Outputs;

/// <summary>The parameter <c>format</c> of outputs.</summary>
public sealed class OutputFormatTests : IDisposable
{
    private static readonly BotServices Services = new() { Formats = StandardFormats.All };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_holds_documents_of_the_format_with_raw_where_it_is_kept(bool keepsRaw)
    {
        string path = _folder.Of("events.jsonl");
        await using (var output = new FileOutput(new FileOutputOptions { File = path, Format = "ecs", KeepRawField = keepsRaw }, Services))
            await output.SendAsync([Sample()], default);
        FormatRead read = Ecs.Read(await File.ReadAllBytesAsync(path));
        Event message = Assert.Single(read.Events);
        Assert.Equal("192.0.2.7", message["source.ip"].ToString());
        Assert.Equal(keepsRaw, message.Contains("raw"));
    }

    [Fact]
    public async Task What_is_posted_bears_the_formats_media_type_and_joins_events_where_it_can()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        using var connections = new HttpConnections();
        foreach (string format in (string[])["ecs", "stix"])
        {
            var options = new RestApiOutputOptions { Host = $"{server.Url}/events", Format = format, BatchSize = 10 };
            await using var output = new RestApiOutput(options, new BotServices { Http = connections, Formats = StandardFormats.All });
            await output.StartAsync(default);
            await output.SendAsync([Sample(), Sample()], default);
        }

        Assert.Equal(["application/json", "application/stix+json;version=2.1"], server.Requests.Select(static request => request.Headers["Content-Type"]));
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(server.Requests[0].Body).RootElement.ValueKind);
        Assert.Equal("bundle", JsonDocument.Parse(server.Requests[1].Body).RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public void A_format_that_there_is_not_is_a_complaint()
    {
        var options = new FileOutputOptions { File = _folder.Of("events.jsonl"), Format = "esc" };
        Assert.Contains("there are ", Assert.Throws<BotConfigurationException>(() => new FileOutput(options, Services)).Message, StringComparison.Ordinal);
        Assert.Contains("the package IntelMQ.Formats", Assert.Throws<BotConfigurationException>(() => new FileOutput(options, BotServices.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_and_a_single_key_exclude_each_other()
        => Assert.Contains("exclude each other", Assert.Single(new FileOutputOptions { File = "events.jsonl", Format = "ecs", SingleKey = "raw" }.GetComplaints()), StringComparison.Ordinal);

    [Fact]
    public void Files_whose_lines_have_a_form_of_their_own_take_no_format()
    {
        Assert.Contains(new RpzFileOutputOptions { Format = "ecs" }.GetComplaints(), static complaint => complaint.StartsWith("format has no place", StringComparison.Ordinal));
        Assert.Contains(new BroFileOutputOptions { Format = "ecs" }.GetComplaints(), static complaint => complaint.StartsWith("format has no place", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_catalogue_brings_its_formats_to_the_bots_of_a_definition()
    {
        string parameters = JsonSerializer.Serialize(new Dictionary<string, string> { ["file"] = _folder.Of("events.jsonl"), ["format"] = "ecs" });
        var definition = new PipelineDefinition { Bots = [new BotDefinition { Id = "file", Module = "intelmq.bots.outputs.file.output", Parameters = ParameterValues.Parse(parameters) }] };
        BotCatalog without = new BotCatalog().Add(StandardBots.All);
        BotCatalog with = new BotCatalog().Add(StandardBots.All).AddFormats(StandardFormats.All);
        Assert.Contains(await definition.CheckAsync(without, new PipelineOptions()), static complaint => complaint.Message.Contains("IntelMQ.Formats", StringComparison.Ordinal));
        Assert.DoesNotContain(await definition.CheckAsync(with, new PipelineOptions()), static complaint => complaint.Message.Contains("format", StringComparison.Ordinal));
    }

    [Fact]
    public void A_container_brings_its_formats_to_bots()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Ecs.Format);
        services.AddIntelMQ(static pipeline => { });
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal([Ecs.Format], provider.GetRequiredService<BotServices>().Formats);
    }

    private static Event Sample()
    {
        var message = new Event();
        message["source.ip"] = "192.0.2.7";
        message["classification.type"] = "scanner";
        message["time.observation"] = "2026-05-04T12:00:00+00:00";
        message["raw"] = "line";
        return message;
    }
}
