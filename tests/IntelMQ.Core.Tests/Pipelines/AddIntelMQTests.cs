using IntelMQ.Bots;
using IntelMQ.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class AddIntelMQTests
{
    [Fact]
    public async Task The_container_gives_a_pipeline_whose_bots_get_its_services()
    {
        var output = new ListOutput();
        var time = new InstantTime();
        var log = new ListLog();
        BotServices? given = null;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<ILoggerFactory>(log);
        services.AddIntelMQ(p =>
        {
            p.Options.Id = "example";
            p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(output);
        });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Pipeline pipeline = provider.GetRequiredService<Pipeline>();
        await pipeline.RunAsync(CancellationToken.None);

        Assert.Same(pipeline, provider.GetRequiredService<Pipeline>());
        Assert.Equal("example", pipeline.Id);
        Assert.Single(output.Events);
        Assert.Same(time, given!.Time);
        Assert.Same(log, given.Logs);
        Assert.NotEmpty(log.Lines);
    }
}
