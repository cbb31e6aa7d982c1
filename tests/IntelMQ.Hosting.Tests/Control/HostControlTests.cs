using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Tests.Control;

/// <summary>What is true within the process is true over the endpoint.</summary>
public abstract class HostControlTests : IAsyncLifetime
{
    private SampleHost _sample = null!;

    private protected SampleHost Sample => _sample;

    private protected IHostControl Control { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _sample = await SampleHost.OpenAsync("sqlite");
        Control = await ConnectAsync(_sample);
    }

    public virtual async Task DisposeAsync() => await _sample.DisposeAsync();

    private protected abstract Task<IHostControl> ConnectAsync(SampleHost sample);

    [Fact]
    public async Task All_bots_are_told_with_their_states_and_counters()
    {
        HostStatus before = await Control.GetStatusAsync();
        Assert.False(before.IsRunning);
        Assert.All(before.Bots.Where(static bot => bot.IsEnabled), static bot => Assert.Equal(HostBotState.Stopped, bot.State));

        await RunAsync(3);
        HostStatus status = await Control.GetStatusAsync();

        Assert.True(status.IsRunning);
        Assert.Equal(Environment.ProcessId, status.ProcessId);
        Assert.Equal(Path.GetFullPath(_sample.Configuration), status.ConfigurationFolder);
        Assert.Equal(HostBotState.Disabled, status.Find("spare-output")!.State);
        HostBot parser = status.Find("sample-parser")!;
        Assert.Equal((BotKind.Parser, "sample.parser", HostBotState.Running, true), (parser.Kind, parser.Module, parser.State, parser.IsEnabled));
        Assert.Equal(3, parser.Sent["_default"]);
        Assert.Equal(new HostQueueStatus("sample-parser-queue", 0, 0), parser.Queue! with { OldestSince = null });
        Assert.Null(status.Find("sample-collector")!.Queue);
    }

    [Fact]
    public async Task Bots_are_stopped_started_restarted_and_reloaded()
    {
        await RunAsync(1);
        HostStatus stopped = await Control.StopAsync(BotScope.Of("sample-expert"));
        Assert.Equal(HostBotState.Stopped, stopped.Find("sample-expert")!.State);
        Assert.Equal(HostBotState.Stopped, (await Control.ReloadAsync(BotScope.Of("sample-expert"))).Find("sample-expert")!.State);
        Assert.Equal(HostBotState.Running, (await Control.RestartAsync(BotScope.Of("sample-expert"))).Find("sample-expert")!.State);
        HostStatus outputs = await Control.StopAsync(BotScope.Of(BotKind.Output));
        Assert.Equal([HostBotState.Stopped, HostBotState.Stopped], outputs.Bots.Where(static bot => bot.Kind == BotKind.Output && bot.IsEnabled).Select(static bot => bot.State));
        _sample.Feed.Add(2);
        await Patience.UntilAsync(async () => (await Control.GetStatusAsync()).Find("first-output")!.Queue!.Waiting == 2);
        HostStatus all = await Control.StartAsync(BotScope.All);
        Assert.All(all.Bots.Where(static bot => bot.IsEnabled), static bot => Assert.Equal(HostBotState.Running, bot.State));
        await Patience.UntilAsync(() => new(_sample.First.Count == 3 && _sample.Second.Count == 3));
    }

    [Fact]
    public async Task A_disabled_bot_runs_only_where_it_is_named()
    {
        await RunAsync(1);
        Assert.Equal(HostBotState.Disabled, (await Control.StartAsync(BotScope.All)).Find("spare-output")!.State);
        HostBot started = (await Control.StartAsync(BotScope.Of("spare-output"))).Find("spare-output")!;
        Assert.Equal((HostBotState.Running, false), (started.State, started.IsEnabled));
        await Patience.UntilAsync(() => new(_sample.Spare.Count == 1));
        Assert.Equal(HostBotState.Disabled, (await Control.StopAsync(BotScope.Of("spare-output"))).Find("spare-output")!.State);
    }

    [Fact]
    public async Task Failures_are_read_in_parts_removed_and_kept()
    {
        _sample.Feed.Add(string.Concat(Enumerable.Repeat("bad\n", 5)));
        _sample.Run();
        await Patience.UntilAsync(async () => (await Control.GetFailuresAsync()).Counted == 5);
        var store = new ControlFailureStore(Control, Schema.Default);
        List<StoredFailure> all = await store.ReadAsync().ToListAsync();
        Assert.Equal((5, "sample-parser"), (all.Count, all[4].Failure.BotId));
        Assert.Equal(2, (await Control.ReadFailuresAsync(all[1].Id, 2)).Count);
        Assert.Empty(await Control.ReadFailuresAsync(all[4].Id, 10));

        await store.RemoveAsync([all[0].Id, all[3].Id, long.MaxValue]);
        Assert.Equal([all[1].Id, all[2].Id, all[4].Id], await store.ReadAsync().Select(static one => one.Id).ToListAsync());
        await store.AddAsync([all[0].Failure]);
        StoredFailure kept = await store.ReadAsync().LastAsync();
        Assert.Equal((all[0].Failure.Reason, all[0].Failure.Message.ToString()), (kept.Failure.Reason, kept.Failure.Message.ToString()));
        Assert.True(kept.Id > all[4].Id);
        Assert.Equal(ControlFault.Invalid, (await Assert.ThrowsAsync<ControlException>(async () => await Control.KeepFailuresAsync(["{}"]))).Fault);
    }

    private void Change(string bot, string description)
    {
        RuntimeFile file = RuntimeFile.OpenFolder(_sample.Configuration);
        file.SetSetting(bot, "description", DocumentNode.OfText(description, null));
        file.Save();
    }

    private async Task<BotScope> StoppedAsync(BotScope scope)
    {
        await Control.StopAsync(scope);
        return scope;
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("reload")]
    [InlineData("stop and start")]
    public async Task A_command_takes_over_what_the_file_says_of_its_bots_and_of_no_others(string command)
    {
        await RunAsync(1);
        Change("first-output", "another");
        Change("second-output", "not yet");
        var first = BotScope.Of("first-output");
        if (command == "restart")
            await Control.RestartAsync(first);
        else if (command == "reload")
            await Control.ReloadAsync(first);
        else
            await Control.StartAsync(await StoppedAsync(first));
        Assert.Equal("another", _sample.Host.Pipeline.Definition.Find("first-output")!.Description);
        Assert.NotEqual("not yet", _sample.Host.Pipeline.Definition.Find("second-output")!.Description);

        await Control.StartAsync(BotScope.All);
        Assert.NotEqual("not yet", _sample.Host.Pipeline.Definition.Find("second-output")!.Description);
        await Control.RestartAsync(BotScope.Of(BotKind.Output));
        Assert.Equal("not yet", _sample.Host.Pipeline.Definition.Find("second-output")!.Description);
    }

    [Fact]
    public async Task A_bot_that_came_into_the_file_is_started_by_its_name()
    {
        await RunAsync(1);
        string path = Path.Combine(_sample.Configuration, "runtime.yaml");
        string text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("[first-output-queue,", "[late-output-queue, first-output-queue,", StringComparison.Ordinal) + "\nlate-output: {module: sample.first}\n");
        Assert.Equal(HostBotState.Running, (await Control.StartAsync(BotScope.Of("late-output"))).Find("late-output")!.State);
    }

    [Fact]
    public async Task A_file_that_is_wrong_refuses_the_command_and_all_goes_on()
    {
        await RunAsync(1);
        await File.WriteAllTextAsync(Path.Combine(_sample.Configuration, "runtime.yaml"), "a: [\n");
        ControlException refused = await Assert.ThrowsAsync<ControlException>(async () => await Control.RestartAsync(BotScope.Of("first-output")));
        Assert.Equal(ControlFault.Refused, refused.Fault);
        Assert.Equal(HostBotState.Running, (await Control.GetStatusAsync()).Find("first-output")!.State);
    }

    [Fact]
    public async Task A_disabled_bot_that_was_started_stays_on_when_the_files_are_read_again()
    {
        await RunAsync(1);
        await Control.StartAsync(BotScope.Of("spare-output"));
        Change("first-output", "another");
        await _sample.Host.ReloadAsync(default);
        HostBot spare = (await Control.GetStatusAsync()).Find("spare-output")!;
        Assert.Equal((HostBotState.Running, false), (spare.State, spare.IsEnabled));
        await Control.RestartAsync(BotScope.Of("spare-output"));
        Assert.Equal(HostBotState.Running, (await Control.GetStatusAsync()).Find("spare-output")!.State);
        await Control.StopAsync(BotScope.Of("spare-output"));
        await _sample.Host.ReloadAsync(default);
        Assert.Equal(HostBotState.Disabled, (await Control.GetStatusAsync()).Find("spare-output")!.State);
    }

    [Fact]
    public async Task Messages_are_looked_at_taken_put_sent_and_thrown_away()
    {
        await RunAsync(1);
        await Control.StopAsync(BotScope.Of("first-output"));
        Assert.Equal(["first-output-queue", "second-output-queue", "spare-output-queue"], await Control.SendAsync("sample-expert", """{"extra.line": "sent"}""", BotPath.Default));
        await Control.PutAsync("first-output-queue", """{"__type": "Event", "extra.line": "put"}""");
        HostMessage[] waiting = [.. await Control.PeekAsync("first-output-queue", 10)];
        Assert.Equal(["""{"__type": "Event", "extra.line": "sent"}""", """{"__type": "Event", "extra.line": "put"}"""], waiting.Select(static message => message.Json));
        Assert.Equal(waiting[0], await Control.TakeAsync("first-output-queue"));
        Assert.Equal(1, await Control.ClearAsync("first-output-queue"));
        Assert.Null(await Control.TakeAsync("first-output-queue"));
        await Patience.UntilAsync(() => new(_sample.Second.Lines().Contains("sent")));
        Assert.DoesNotContain("put", _sample.First.Lines());
    }

    [Fact]
    public async Task A_message_is_tried_without_a_trace()
    {
        await RunAsync(1);
        HostTrial trial = await Control.TryAsync("sample-expert", """{"extra.line": "tried"}""");
        Assert.Equal(new HostSent("_default", """{"__type": "Event", "extra.line": "tried", "extra.seen": "yes"}"""), Assert.Single(trial.Sent));
        Assert.Equal("The line is bad.", Assert.Single((await Control.TryAsync("sample-parser", """{"raw": "YmFk"}""")).Failures));
        Assert.Equal(1, _sample.First.Count);
    }

    [Fact]
    public async Task One_message_of_a_queue_is_done_by_hand()
    {
        await RunAsync(1);
        await Control.StopAsync(BotScope.Of("sample-parser"));
        await Control.PutAsync("sample-parser-queue", """{"raw": "b25lCmJhZA=="}""");
        HostTrial done = await Control.ProcessAsync("sample-parser", null);
        Assert.Single(done.Sent);
        Assert.Single(done.Failures);
        await Patience.UntilAsync(() => new(_sample.First.Lines().Contains("one")));
        Assert.Empty(await Control.PeekAsync("sample-parser-queue", 1));
        Assert.Equal(HostBotState.Stopped, (await Control.GetStatusAsync()).Find("sample-parser")!.State);
        HostFailures failures = await Control.GetFailuresAsync();
        Assert.Equal(("sample-parser", "The line is bad.", 1L, true), (failures.Groups[0].Bot, failures.Groups[0].Reason, failures.Groups[0].Count, failures.IsComplete));
        Assert.Equal(ControlFault.NotFound, (await Assert.ThrowsAsync<ControlException>(async () => await Control.ProcessAsync("sample-parser", null))).Fault);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        await FaultAsync(ControlFault.NotRunning, "do not run", async () => await Control.PeekAsync("first-output-queue", 1));
        await RunAsync(1);
        await FaultAsync(ControlFault.NotFound, "no bot 'nobody'", async () => await Control.StopAsync(BotScope.Of("nobody")));
        await FaultAsync(ControlFault.NotFound, "no queue 'nothing-queue'", async () => await Control.ClearAsync("nothing-queue"));
        await FaultAsync(ControlFault.Invalid, "source.ip", async () => await Control.PutAsync("first-output-queue", """{"source.ip": "nonsense"}"""));
        await FaultAsync(ControlFault.Invalid, "is not JSON", async () => await Control.SendAsync("sample-expert", "nonsense", BotPath.Default));
        await FaultAsync(ControlFault.Invalid, "is an output", async () => await Control.TryAsync("first-output", "{}"));
        await FaultAsync(ControlFault.NotFound, "sends to nobody", async () => await Control.SendAsync("first-output", "{}", BotPath.Default));
    }

    private static async Task FaultAsync(ControlFault fault, string words, Func<Task> command)
    {
        ControlException thrown = await Assert.ThrowsAsync<ControlException>(command);
        Assert.Equal(fault, thrown.Fault);
        Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
    }

    private async Task RunAsync(int lines)
    {
        _sample.Feed.Add(lines);
        _sample.Run();
        await Patience.UntilAsync(() => new(_sample.First.Count == lines && _sample.Second.Count == lines && _sample.Feed.Waiting == 0));
    }
}

public sealed class HostControlInProcessTests : HostControlTests
{
    private protected override Task<IHostControl> ConnectAsync(SampleHost sample) => Task.FromResult(sample.Host.Control);
}

public abstract class HostControlByEndpointTests : HostControlTests
{
    private ControlEndpoint? _endpoint;
    private ControlClient? _client;

    public override async Task DisposeAsync()
    {
        _client?.Dispose();
        await _endpoint!.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected abstract ControlAddress? Address { get; }

    private protected override async Task<IHostControl> ConnectAsync(SampleHost sample)
    {
        _endpoint = await ControlEndpoint.StartAsync(sample.Host.Control, new ControlEndpointOptions { StateFolder = sample.State, Address = Address }, CancellationToken.None);
        return _client = ControlClient.Open(sample.State);
    }
}

public sealed class HostControlBySocketTests : HostControlByEndpointTests
{
    private protected override ControlAddress? Address => null;
}

public sealed class HostControlByPortTests : HostControlByEndpointTests
{
    private protected override ControlAddress? Address => ControlAddress.OfLoopback(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
}
