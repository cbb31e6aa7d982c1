using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Replay.Dumps;

/// <summary>Runs one bot of a configuration over queues until its own is empty, and tells what is in the others and in the dump file then.</summary>
internal static class WrittenReplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Answers a case.</summary>
    public static async Task<JsonObject> RunAsync(JsonElement question)
    {
        string folder = Directory.CreateTempSubdirectory("intelmq-replay").FullName;
        try
        {
            RuntimeConfiguration configuration = ConfigurationOf(question, folder);
            RuntimeBot bot = configuration.Bots[0];
            await using var broker = new SharedQueues();
            await FillAsync(broker, new QueueName(bot.SourceQueue), question);
            bool wasStopped = await RunAsync(configuration, bot, broker);
            var observed = new JsonObject { ["stopped"] = wasStopped, ["queues_oldest_first"] = await WaitingMessages.DescribeAsync(broker) };
            using var dump = new MemoryStream();
            if (await IntelMQDump.ExportAsync(broker.Failures.ReadAsync(default), dump, _ => bot.SourceQueue, default) > 0)
                observed["entries"] = new JsonArray([.. JsonNode.Parse(dump.ToArray())!.AsObject().Select(static entry => entry.Value!.DeepClone())]);
            return new JsonObject { ["id"] = Answers.Text(question, "id"), ["observed"] = observed };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RuntimeConfiguration ConfigurationOf(JsonElement question, string folder)
    {
        JsonObject parameters = JsonNode.Parse(question.GetProperty("parameters").GetRawText().Replace("@STATE@", folder, StringComparison.Ordinal))!.AsObject();
        // The recording does not wait between tries.
        parameters["error_retry_delay"] = 0;
        var runtime = new JsonObject { [question.GetProperty("bot_id").GetString()!] = new JsonObject { ["module"] = question.GetProperty("bot").GetString(), ["parameters"] = parameters } };
        return RuntimeConfiguration.Parse(runtime.ToJsonString(), "runtime.yaml", new Dictionary<string, string>());
    }

    private static async Task FillAsync(SharedQueues broker, QueueName queue, JsonElement question)
    {
        await broker.DeclareAsync(new QueueDeclaration(queue, null, 1), default);
        var batch = new OutgoingBatch(queue);
        // What a stopped bot had in work comes first.
        foreach (JsonElement text in (question.TryGetProperty("internal", out JsonElement begun) ? begun.EnumerateArray() : []).Concat(question.GetProperty("queue_oldest_first").EnumerateArray()))
        {
            byte[] json = Encoding.UTF8.GetBytes(text.GetString()!);
            if (CaseInput.Read(text, Schema.IntelMQ33).Message is { } message)
                batch.Messages.Add(new Outgoing(message));
            else
                await broker.Failures.AddAsync([new Failure(new Report(json, Schema.IntelMQ33), "The payload is no message.")], default);
        }

        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
    }

    // Whether the bot did not start, or ended before it was told to.
    private static async Task<bool> RunAsync(RuntimeConfiguration configuration, RuntimeBot bot, SharedQueues broker)
    {
        using var connections = new HttpConnections();
        var options = new PipelineOptions
        {
            Services = new BotServices { Http = connections, Dns = new CannedDns(), Schema = Schema.IntelMQ33 },
            Schema = Schema.IntelMQ33,
            Broker = broker,
            StaysOpen = true,
        };
        try
        {
            await using Pipeline pipeline = Pipeline.Create(configuration.ToDefinition(ReplayBots.All), ReplayBots.All, options);
            using var stop = new CancellationTokenSource();
            Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
            bool hasEnded = false;
            while (!hasEnded && (await broker.GetStatusAsync(new QueueName(bot.SourceQueue), default)).Count > 0)
            {
                await Task.WhenAny(run, Task.Delay(Pause));
                hasEnded = run.IsCompleted || (await pipeline.Control.GetStatusAsync()).Bots.Any(status => status.Id == bot.Id && status.Activity == BotActivity.Stopped);
            }

            await stop.CancelAsync();
            await run;
            return hasEnded;
        }
        catch (PipelineConfigurationException)
        {
            return true;
        }
    }
}
