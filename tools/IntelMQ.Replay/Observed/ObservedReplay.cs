using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.PostgreSql;
using IntelMQ.Replay.Outside;
using IntelMQ.Replay.Outside.Tls;
using IntelMQ.Replay.Tools;
using IntelMQ.Schemas;
using IntelMQ.Sqlite;
using IntelMQ.Testing;

namespace IntelMQ.Replay.Observed;

/// <summary>
/// Runs outputs and collectors on cases, as a program would that uses them as plain objects, and tells what reached the world around
/// them. The world is played here, on the loopback address.
/// </summary>
internal sealed class ObservedReplay(Schema schema) : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, DbProviderFactory> Databases = new() { ["postgresql"] = PostgreSqlDriver.Instance, ["sqlite"] = SqliteDriver.Instance };

    private TlsPair? _tls;
    private Bot? _bot;

    /// <summary>Answers a case; whatever goes wrong is part of the answer.</summary>
    public async Task<JsonObject> RunAsync(JsonElement question)
    {
        var answer = new JsonObject { ["id"] = Answers.Text(question, "id") };
        if (Answers.Text(question, "bot") == InitDatabaseReplay.Name)
            return await AnswerAsync(answer, token => InitDatabaseReplay.RunAsync(question, token));
        if (ReplayBots.Find(Answers.Text(question, "bot")) is not { } descriptor)
        {
            answer["error"] = "no such bot";
            return answer;
        }

        return await AnswerAsync(answer, token => RunAsync(new ObservedCase(question, schema), descriptor, token));
    }

    private static async Task<JsonObject> AnswerAsync<T>(JsonObject answer, Func<CancellationToken, Task<T>> run)
        where T : JsonNode?
    {
        using var time = new CancellationTokenSource(TimeLimit);
        try
        {
            // A bot that does not look at the token is left to itself.
            answer["observed"] = await Task.Run(() => run(time.Token), CancellationToken.None).WaitAsync(TimeLimit * 2, CancellationToken.None);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            answer["error"] = $"took more than {TimeLimit.TotalSeconds:0} seconds";
        }
#pragma warning disable CA1031 // The cases that follow are to be answered too.
        catch (Exception exception)
        {
            answer["error"] = $"{exception.GetType().Name}: {exception.Message}";
        }
#pragma warning restore CA1031

        return answer;
    }

    public ValueTask DisposeAsync() => _tls?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<JsonNode?> RunAsync(ObservedCase question, BotDescriptor descriptor, CancellationToken cancellationToken)
    {
        _tls ??= new TlsPair();
        await using IOutside outside = OutsideKinds.Of(question, _tls);
        var placeholders = new Placeholders();
        _tls.Describe(placeholders);
        outside.Describe(placeholders);
        // No case has keys; in a folder that is not there, none are made.
        placeholders.Add("@KEYRING@", Path.Combine(Path.GetTempPath(), "no-such-folder", "keyring.gpg"));
        var observed = new JsonObject();
        var clock = new ReplayClock(question.Clock);
        using var connections = new HttpConnections(settings => outside.Through(HttpConnections.CreateHandler(settings)));
        var services = new BotServices { Http = connections, EventAddresses = AddressPolicy.Any, Dns = new CannedDns(), Time = clock, Schema = schema, Databases = Databases };
        JsonElement parameters = ParametersOf(question, descriptor, placeholders, outside);
        if (question.Steps.Count > 0)
        {
            await TakeStepsAsync(question, () => descriptor.Create(parameters, ParameterSource.IntelMQ, services, new List<string>()), clock, observed, cancellationToken);
        }
        else if (await StartAsync(descriptor, parameters, services, observed, cancellationToken) is { } session)
        {
            await using (session)
            {
                await TakeTurnsAsync(session, question, descriptor.Kind, clock, observed, cancellationToken);
                if (_bot is SmtpBatchOutput batch)
                    await SendBatchAsync(batch, question.IsCommanded, observed, cancellationToken);
            }
        }

        await outside.ObserveAsync(observed, cancellationToken);
        return placeholders.PutBack(observed);
    }

    // What IntelMQ keeps in Redis is in the bot's state here.
    private static async Task SendBatchAsync(SmtpBatchOutput batch, bool isCommanded, JsonObject observed, CancellationToken cancellationToken)
    {
        observed["redis"] = new JsonObject(batch.ReadWaiting().Select(static contact
            => KeyValuePair.Create<string, JsonNode?>($"batch-output:{contact.Contact}", new JsonArray([.. contact.Events.Select(static json => JsonValue.Create(json))]))));
        if (!isCommanded)
            return;
        SmtpBatchResult sent = await batch.SendMailsAsync(cancellationToken);
        observed["cli"] = new JsonObject { ["exit"] = sent.Failed.Count };
        observed["redis_after"] = new JsonObject(batch.ReadWaiting().Select(static contact => KeyValuePair.Create<string, JsonNode?>($"batch-output:{contact.Contact}", contact.Events.Count)));
    }

    private async Task<BotSession?> StartAsync(BotDescriptor descriptor, JsonElement parameters, BotServices services, JsonObject observed, CancellationToken cancellationToken)
    {
        try
        {
            Bot bot = _bot = descriptor.Create(parameters, ParameterSource.IntelMQ, services, new List<string>());
            if (bot is Collector collector)
                collector.Schema = schema;
            return await BotSession.StartAsync(bot, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever stops a bot at its start is what the corpus calls so.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            observed["configuration_error"] = true;
            observed["error"] = exception.Message;
            return null;
        }
#pragma warning restore CA1031
    }

    private static async Task TakeTurnsAsync(BotSession session, ObservedCase question, BotKind kind, ReplayClock clock, JsonObject observed, CancellationToken cancellationToken)
    {
        var outcome = new JsonArray();
        observed["outcome"] = outcome;
        if (kind == BotKind.Collector)
        {
            for (int turn = 0; turn < question.Turns; turn++)
                outcome.Add(await TryAsync(() => session.CollectAsync(cancellationToken)));
            observed["reports"] = new JsonArray([.. session.Run.Reports.Select(report => Described(report, question.Bot))]);
            return;
        }

        for (int i = 0; i < question.Input.Count; i++)
        {
            if (i < question.Seconds.Count)
                clock.SetPassed(TimeSpan.FromSeconds(question.Seconds[i]));
            if (question.Input[i].Message is Event message)
                outcome.Add(await TryAsync(() => session.SendAsync(message.Clone(), cancellationToken)));
            else
                outcome.Add("InvalidValue");
        }
    }

    private static async Task TakeStepsAsync(ObservedCase question, Func<Bot> create, ReplayClock clock, JsonObject observed, CancellationToken cancellationToken)
    {
        var outcome = new JsonArray();
        observed["outcome"] = outcome;
        BotSession? session = null;
        try
        {
            foreach (ObservedStep step in question.Steps)
            {
                clock.SetPassed(step.Passed);
                if (session is not null && step.IsRestart)
                {
                    await session.DisposeAsync();
                    session = null;
                }

                session ??= await BotSession.StartAsync(create(), cancellationToken);
                foreach (CaseInput input in step.Input)
                    outcome.Add(input.Message is Event message ? await TryAsync(() => session.SendAsync(message.Clone(), cancellationToken)) : "InvalidValue");
            }
        }
        catch (BotConfigurationException exception)
        {
            outcome.Add($"configuration_error:{exception.GetType().Name}");
        }
        finally
        {
            if (session is not null)
                await session.DisposeAsync();
        }
    }

    private static async Task<string> TryAsync(Func<Task> turn)
    {
        try
        {
            await turn();
            return "ok";
        }
#pragma warning disable CA1031 // The kind of error is the answer.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.GetType().Name;
        }
#pragma warning restore CA1031
    }

    // The time of observation is the time of the run, except where a ticket has one of its own.
    private static JsonObject Described(Report report, string bot)
    {
        JsonObject fields = JsonNode.Parse(report.ToJson(MessageFormat.WithType))!.AsObject();
        if (bot != "intelmq.bots.collectors.rt.collector_rt")
            fields.Remove("time.observation");
        return fields;
    }

    private static JsonElement ParametersOf(ObservedCase question, BotDescriptor descriptor, Placeholders placeholders, IOutside outside)
    {
        JsonObject parameters = placeholders.Fill(question.Parameters)!.AsObject();
        if (descriptor.Kind == BotKind.Collector)
        {
            // What all recorded collectors were given.
            parameters.TryAdd("name", "The Feed");
            parameters.TryAdd("code", "the-code");
            parameters.TryAdd("documentation", "https://doc.example/");
            parameters.TryAdd("provider", "Provider");
            parameters.TryAdd("accuracy", 90);
        }

        outside.Change(parameters);
        return JsonSerializer.SerializeToElement(parameters);
    }
}
