using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Replay;

/// <summary>Runs bots on cases: no network, files and HTTP answers from the case, ten seconds for each.</summary>
internal sealed class BotReplay(Schema schema, string corpus)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Answers a case; whatever goes wrong is part of the answer.</summary>
    public async Task<BotAnswer> RunAsync(JsonElement question)
    {
        var inputs = new List<CaseInput>();
        if (question.TryGetProperty("input", out JsonElement input) && input.ValueKind == JsonValueKind.Array)
            inputs.AddRange(input.EnumerateArray().Select(message => CaseInput.Read(message, schema)));
        return await RunAsync(question, inputs);
    }

    /// <summary>Hands each failure that a case leaves to the case's bot again.</summary>
    /// <returns>A sentence for each that does not fail again, once.</returns>
    public async Task<IReadOnlyList<string>> CheckFailuresAsync(JsonElement question)
    {
        var complaints = new List<string>();
        BotAnswer first = await RunAsync(question);
        foreach (KeptFailure kept in first.Failed)
        {
            // What was cut short cannot be the same again, and what was no message is none again.
            if (kept.Failure is not { TruncatedFrom: 0 } failure)
                continue;
            BotAnswer again = await RunAsync(question, [new CaseInput(failure.Message, null, null)]);
            if (again.Error is not null || again.Failed.Count != 1)
                complaints.Add($"{first.Id}: kept since \"{kept.Error}\"; again {again.Error ?? $"{again.Failed.Count} failures"}.");
        }

        return complaints;
    }

    private async Task<BotAnswer> RunAsync(JsonElement question, IReadOnlyList<CaseInput> inputs)
    {
        string? id = Answers.Text(question, "id");
        if (ReplayBots.Find(Answers.Text(question, "bot")) is not { } descriptor)
            return new BotAnswer { Id = id, Error = "no such bot" };
        using var time = new CancellationTokenSource(TimeLimit);
        try
        {
            // A bot that does not look at the token is left to itself.
            return await Task.Run(() => RunAsync(question, id, descriptor, inputs, time.Token), CancellationToken.None).WaitAsync(TimeLimit, CancellationToken.None);
        }
        catch (BotConfigurationException exception)
        {
            return new BotAnswer { Id = id, IsConfigurationError = true, Error = exception.Message };
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return new BotAnswer { Id = id, Error = $"took more than {TimeLimit.TotalSeconds:0} seconds" };
        }
#pragma warning disable CA1031 // The cases that follow are to be answered too.
        catch (Exception exception)
        {
            return new BotAnswer { Id = id, Error = $"{exception.GetType().Name}: {exception.Message}" };
        }
#pragma warning restore CA1031
    }

    private async Task<BotAnswer> RunAsync(JsonElement question, string? id, BotDescriptor descriptor, IReadOnlyList<CaseInput> inputs, CancellationToken cancellationToken)
    {
        using var files = new CaseFiles(question);
        using CannedHttp http = CaseHttp.Of(question);
        using var connections = new IntelMQ.Http.HttpConnections(_ => http);
        var services = new BotServices { Http = connections, EventAddresses = IntelMQ.Http.AddressPolicy.Any, Dns = new CannedDns(), Schema = schema };
        JsonElement parameters = CaseParameters.Of(question, files, descriptor.Module, corpus);
        Bot bot = descriptor.Create(parameters, ParameterSource.IntelMQ, services, new List<string>());
        await using BotSession session = await BotSession.StartAsync(bot, cancellationToken);
        var failed = new List<KeptFailure>();
        foreach (CaseInput input in inputs)
        {
            if (input.Message is null)
            {
                failed.Add(new KeptFailure(input.Raw, input.Error ?? "", null));
                continue;
            }

            int before = session.Run.Failures.Count;
            await session.SendAsync(Copy(input.Message), cancellationToken);
            foreach (Failure failure in session.Run.Failures.Skip(before))
                failed.Add(new KeptFailure(failure));
        }

        return new BotAnswer
        {
            Id = id,
            Output = [.. CasePaths(question).Select(path => (path, session.Run.On(path)))],
            Failed = failed,
        };
    }

    private static Message Copy(Message message) => message is Event original ? original.Clone() : ((Report)message).Clone();

    private static IEnumerable<string> CasePaths(JsonElement question)
    {
        var paths = new List<string> { BotPath.Default };
        if (question.TryGetProperty("paths", out JsonElement listed) && listed.ValueKind == JsonValueKind.Array)
            paths.AddRange(listed.EnumerateArray().Select(static path => path.GetString()!));
        return paths.Distinct(StringComparer.Ordinal);
    }
}
