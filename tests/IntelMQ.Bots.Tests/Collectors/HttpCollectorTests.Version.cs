using System.Net;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed partial class HttpCollectorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_process_has_stored_the_next_does_not_take_again(bool isArchive)
    {
        byte[] body = isArchive
            ? Zip(("a.json", """{"source.ip": "192.0.2.1"}"""), ("b.json", """{"source.ip": "192.0.2.2"}"""))
            : """{"source.ip": "192.0.2.1"}"""u8.ToArray();
        using var services = new TestServices { StateFolder = _folder.Path };
        services.Http
            .On(HttpMethod.Get, Url, new CannedResponse(HttpStatusCode.OK, body) { Headers = [new("ETag", "\"a\"")] })
            .On(HttpMethod.Get, Url, CannedResponse.Of(HttpStatusCode.NotModified));
        for (int process = 0; process < 2; process++)
        {
            await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Services = services.Services }, static p => p
                .Collect(static s => new HttpCollector(Options(static _ => { }), s), new BotSetup { Id = "feed" })
                .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions()), new BotSetup { Id = "parser" })
                .Output(static s => new BlackholeOutput(s), new BotSetup { Id = "end" }));
            PipelineResult result = await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.True(result.IsComplete);
        }

        Assert.Equal([null, "\"a\""], services.Http.Requests.Select(static request => request.Header("If-None-Match")));
    }
}
