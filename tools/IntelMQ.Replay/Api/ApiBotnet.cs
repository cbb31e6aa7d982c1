using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard;
using IntelMQ.Dashboard.Access;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Running;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using IntelMQ.Replay.Dumps;
using IntelMQ.Schemas;

namespace IntelMQ.Replay.Api;

/// <summary>The small botnet that the recorded calls were made to, stopped at first, with queues that stand for those of a server.</summary>
internal sealed class ApiBotnet : IAsyncDisposable
{
    private readonly SharedQueues _queues;
    private readonly IntelMQHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<PipelineResult> _running;

    private ApiBotnet(string root, SharedQueues queues, IntelMQHost host)
    {
        Root = root;
        _queues = queues;
        _host = host;
        _running = host.RunAsync(_stop.Token);
    }

    /// <summary>The folder that the recording calls <c>@ROOT@</c>.</summary>
    public string Root { get; }

    /// <summary>Makes it of what the calls tell: the bots of the first configuration that is posted, the user of the first login that fits.</summary>
    public static async Task<ApiBotnet> OpenAsync(IReadOnlyList<JsonElement> calls)
    {
        string root = Directory.CreateTempSubdirectory("intelmq-replay").FullName;
        foreach (string folder in (string[])["etc", "var/log", "var/lib/bots/in", "var/lib/bots/out", "state"])
            Directory.CreateDirectory(Path.Combine(root, folder));
        string posted = BodyOf(calls, "runtime/post").Replace("@ROOT@", root, StringComparison.Ordinal);
        JsonObject runtime = JsonNode.Parse(posted)!.AsObject();
        runtime["spare-output"]!["description"] = "Not in use";
        await File.WriteAllTextAsync(Path.Combine(root, "etc", "runtime.yaml"), runtime.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(root, "var/lib/bots/note.txt"), "a note\n");
        var queues = new SharedQueues();
        IntelMQHost host = await IntelMQHost.OpenAsync(
            new IntelMQHostOptions
            {
                ConfigurationFolder = Path.Combine(root, "etc"),
                StateFolder = Path.Combine(root, "state"),
                Bots = ReplayBots.All,
                Brokers = [new OneBroker(queues)],
                Environment = new Dictionary<string, string>(),
            },
            default);
        await host.Control.StopAsync(BotScope.All);
        var botnet = new ApiBotnet(root, queues, host);
        while (!(await host.Control.GetStatusAsync()).IsRunning && !botnet._running.IsCompleted)
            await Task.Delay(10);
        return botnet;
    }

    /// <summary>What is shown of it, where users sign in or where nobody has to.</summary>
    public async Task<DashboardOptions> OptionsAsync(IReadOnlyList<JsonElement> calls, bool hasUsers)
    {
        var records = new MemoryRecords();
        if (hasUsers)
        {
            string[] fields = BodyOf(calls, "login/good").Split('&');
            string ValueOf(string name) => Uri.UnescapeDataString(fields.First(field => field.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..].Replace('+', ' '));
            await records.Users.SaveAsync(new User(ValueOf("username"), "admin") { PasswordHash = Passwords.Hash(ValueOf("password")) }, default);
        }

        return new DashboardOptions
        {
            Host = _host,
            Records = records,
            Access = hasUsers ? DashboardAccess.Users : DashboardAccess.Anyone,
            AnyoneRole = DashboardRole.Admin,
            AllowsChangesByGet = true,
            HasPages = false,
            Outside = new OutsidePolicy { Folders = [Root] },
            FilesFolder = Path.Combine(Root, "var/lib/bots"),
        };
    }

    /// <summary>What the recording did by hand before a call.</summary>
    public async Task PrepareAsync(string id)
    {
        if (id == "queues")
        {
            await PutAsync("csv-parser-queue", """{"__type": "Report", "feed.name": "F", "raw": "MTkyLjAuMi4yNDcsODANCg=="}""");
            await PutAsync("file-output-queue", """{"__type": "Event", "comment": "\u00fc", "source.ip": "203.0.113.24"}""");
            await PutAsync("file-output-queue", """{"__type": "Event", "source.ip": "203.0.113.25"}""");
        }
        else if (id == "bot/start")
        {
            await File.WriteAllTextAsync(Path.Combine(Root, "var/lib/bots/in/a.csv"), "203.0.113.5,80\r\n198.51.100.211,443\r\nnonsense,x\r\n");
        }
        else if (id == "queues/running")
        {
            // The recording waited until all was done.
            while ((await _host.Control.GetStatusAsync()).Bots.Any(static bot => bot.Queue is { Waiting: > 0 } or { InWork: > 0 }))
                await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _host.DisposeAsync();
        await _queues.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static string BodyOf(IReadOnlyList<JsonElement> calls, string id)
        => calls.First(call => Answers.Text(call, "id") == id).GetProperty("request").GetProperty("body").GetString()!;

    private async Task PutAsync(string queue, string json)
    {
        var reader = new MessageReader(Schema.IntelMQ33);
        if (!reader.TryRead(Encoding.UTF8.GetBytes(json), "Event", out Message? message, out MessageError? error))
            throw new InvalidDataException($"{error}");
        await _queues.DeclareAsync(new QueueDeclaration(new QueueName(queue), null, 1), default);
        var batch = new OutgoingBatch(new QueueName(queue));
        batch.Messages.Add(new Outgoing(message));
        await using IQueueWriter writer = await _queues.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
    }

    private sealed class OneBroker(SharedQueues queues) : IBrokerProvider
    {
        public string Name => "redis";

        public BrokerTraits Traits => queues.Traits;

        public ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken) => new(queues);
    }
}
