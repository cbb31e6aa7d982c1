using System.Diagnostics;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Operation;

[Collection("console")]
public sealed class ReloadTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new ConfigurationFolder().Write("memory");

    private string Runtime => Path.Combine(_folder.Configuration, "runtime.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_changed_file_is_taken_over_and_bots_that_did_not_change_run_on()
    {
        await using OperatedHost host = await OperatedHost.StartAsync(_folder);
        await host.UntilAsync(() => IsRunning(host));
        Change(file => file.SetParameter("csv-parser", "delimiter", DocumentNode.OfText(";", null)));
        await host.UntilAsync(() => host.Lines.Has("The configuration was read again: csv-parser: parameters (delimiter)"));
        Assert.Equal("\";\"", host.Host.Pipeline.Definition.Find("csv-parser")!.Parameters.All.Single(static one => one.Name == "delimiter").Value.GetRawText());
        _folder.Report("192.0.2.1;80\n");
        await host.Host.Pipeline.Control.RestartAsync(BotSelection.Bot("file-collector"));
        await host.UntilAsync(() => _folder.ReadOutput().Contains("192.0.2.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_wrong_is_told_of_and_the_one_before_goes_on()
    {
        await using OperatedHost host = await OperatedHost.StartAsync(_folder);
        await host.UntilAsync(() => IsRunning(host));
        PipelineDefinition before = host.Host.Pipeline.Definition;
        File.WriteAllText(Runtime, File.ReadAllText(Runtime).Replace("intelmq.bots.outputs.file.output", "intelmq.bots.outputs.file.outptu", StringComparison.Ordinal));
        await host.UntilAsync(() => host.Lines.Has("file-output: there is no bot"));
        File.WriteAllText(Runtime, "a: [\n");
        await host.UntilAsync(() => host.Lines.Has("The document is no YAML"));
        Assert.Same(before, host.Host.Pipeline.Definition);
        Assert.True(IsRunning(host));
    }

    [Fact]
    public async Task What_takes_a_new_process_is_refused()
    {
        await using OperatedHost host = await OperatedHost.StartAsync(_folder);
        await host.UntilAsync(() => IsRunning(host));
        File.WriteAllText(Runtime, File.ReadAllText(Runtime).Replace("broker: memory", "broker: sqlite", StringComparison.Ordinal));
        PipelineConfigurationException exception = await Assert.ThrowsAsync<PipelineConfigurationException>(() => host.Host.ReloadAsync(CancellationToken.None));
        Assert.Contains("that takes a restart of the process", exception.Message, StringComparison.Ordinal);
        File.WriteAllText(Runtime, File.ReadAllText(Runtime).Replace("broker: sqlite", "broker: memory", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder.Configuration, "harmonization.conf"), """{"event": {}, "report": {}}""");
        exception = await Assert.ThrowsAsync<PipelineConfigurationException>(() => host.Host.ReloadAsync(CancellationToken.None));
        Assert.Contains("harmonization.conf", exception.Message, StringComparison.Ordinal);
    }

    [HangUpFact]
    public async Task A_signal_reloads_where_files_are_not_looked_at()
    {
        await using OperatedHost host = await OperatedHost.StartAsync(_folder, new HostOperationOptions { ReloadsOnChange = false, Environment = new Dictionary<string, string>() });
        await host.UntilAsync(() => IsRunning(host));
        Change(file => file.SetSetting("csv-parser", "description", DocumentNode.OfText("another", null)));
        using (Process kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await host.UntilAsync(() => host.Lines.Has("The configuration was read again: csv-parser: description"));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_not_taken_yet()
    {
        string path = Path.Combine(_folder.Configuration, "watched");
        var watch = new FileWatch([path]);
        Assert.False(watch.HasChanged());
        File.WriteAllText(path, "a");
        Assert.False(watch.HasChanged());
        File.WriteAllText(path, "ab");
        Assert.False(watch.HasChanged());
        Assert.True(watch.HasChanged());
        Assert.False(watch.HasChanged());
        File.Delete(path);
        Assert.False(watch.HasChanged());
        Assert.True(watch.HasChanged());
        File.WriteAllText(path, "c");
        watch.Forget();
        Assert.False(watch.HasChanged());
        Assert.False(watch.HasChanged());
    }

    [Fact]
    public async Task A_file_without_parameters_of_all_bots_is_checked_as_one_with_them()
    {
        string[] lines = File.ReadAllLines(Runtime);
        File.WriteAllLines(Runtime, lines[(Array.FindIndex(lines, static line => line == "file-collector:"))..]);
        PipelineDefinition definition = Hosting.Configuration.RuntimeConfiguration.Load(_folder.Configuration, new Dictionary<string, string>()).ToDefinition(IntelMQ.Tool.Installed.Bots);
        Assert.Empty(await definition.CheckAsync(IntelMQ.Tool.Installed.Bots, new PipelineOptions()));
    }

    private void Change(Action<RuntimeFile> change)
    {
        RuntimeFile file = RuntimeFile.Open(Runtime);
        change(file);
        file.Save();
    }

    private static bool IsRunning(OperatedHost host) => host.Host.Pipeline.Control.GetStatusAsync().AsTask().GetAwaiter().GetResult().IsRunning;
}
