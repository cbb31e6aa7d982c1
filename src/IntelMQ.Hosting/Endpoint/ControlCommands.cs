using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>The commands by their paths: those that only look are asked with GET, the others with POST.</summary>
internal static class ControlCommands
{
    public const string Status = "/status";
    public const string Failures = "/failures";
    public const string ReadFailures = "/failures/read";
    public const string RemoveFailures = "/failures/remove";
    public const string KeepFailures = "/failures/keep";
    public const string Start = "/start";
    public const string Stop = "/stop";
    public const string Restart = "/restart";
    public const string Reload = "/reload";
    public const string Enable = "/enable";
    public const string Disable = "/disable";
    public const string Peek = "/messages/peek";
    public const string Take = "/messages/take";
    public const string Put = "/messages/put";
    public const string Send = "/messages/send";
    public const string Clear = "/messages/clear";
    public const string Try = "/try";
    public const string Process = "/process";

    /// <summary>Carries out a command; the result is the answer's JSON.</summary>
    public delegate Task<byte[]> Handler(IHostControl host, ControlRequest request, CancellationToken cancellationToken);

    public static FrozenDictionary<string, Handler> Looking { get; } = new Dictionary<string, Handler>
    {
        [Status] = static async (host, _, token) => Json(await host.GetStatusAsync(token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Failures] = static async (host, _, token) => Json(await host.GetFailuresAsync(token).ConfigureAwait(false), ControlJson.Default.HostFailures),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenDictionary<string, Handler> Doing { get; } = new Dictionary<string, Handler>
    {
        [Start] = static async (host, request, token) => Json(await host.StartAsync(Scope(request), token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Stop] = static async (host, request, token) => Json(await host.StopAsync(Scope(request), token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Restart] = static async (host, request, token) => Json(await host.RestartAsync(Scope(request), token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Reload] = static async (host, request, token) => Json(await host.ReloadAsync(Scope(request), token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Enable] = static async (host, request, token) => Json(await host.SetEnabledAsync(Bot(request), true, token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Disable] = static async (host, request, token) => Json(await host.SetEnabledAsync(Bot(request), false, token).ConfigureAwait(false), ControlJson.Default.HostStatus),
        [Peek] = static async (host, request, token) => Json(new ControlMessages(await host.PeekAsync(Queue(request), request.Max ?? 1, token).ConfigureAwait(false)), ControlJson.Default.ControlMessages),
        [Take] = static async (host, request, token) => Json(new ControlMessages(await host.TakeAsync(Queue(request), token).ConfigureAwait(false) is { } taken ? [taken] : []), ControlJson.Default.ControlMessages),
        [Put] = static async (host, request, token) =>
        {
            await host.PutAsync(Queue(request), Message(request), token).ConfigureAwait(false);
            return Json(new ControlQueues([Queue(request)]), ControlJson.Default.ControlQueues);
        },
        [Send] = static async (host, request, token) => Json(new ControlQueues(await host.SendAsync(Bot(request), Message(request), request.Path ?? BotPath.Default, token).ConfigureAwait(false)), ControlJson.Default.ControlQueues),
        [ReadFailures] = static async (host, request, token) => Json(new ControlLines(await host.ReadFailuresAsync(request.After ?? 0, request.Max ?? 1, token).ConfigureAwait(false)), ControlJson.Default.ControlLines),
        [RemoveFailures] = static async (host, request, token) =>
        {
            IReadOnlyList<long> numbers = request.Numbers ?? throw new ControlException(ControlFault.Invalid, "The request has no 'numbers'.");
            await host.RemoveFailuresAsync(numbers, token).ConfigureAwait(false);
            return Json(new ControlCount(numbers.Count), ControlJson.Default.ControlCount);
        },
        [KeepFailures] = static async (host, request, token) =>
        {
            IReadOnlyList<string> lines = request.Lines ?? throw new ControlException(ControlFault.Invalid, "The request has no 'lines'.");
            await host.KeepFailuresAsync(lines, token).ConfigureAwait(false);
            return Json(new ControlCount(lines.Count), ControlJson.Default.ControlCount);
        },
        [Clear] = static async (host, request, token) => Json(new ControlCount(await host.ClearAsync(Queue(request), token).ConfigureAwait(false)), ControlJson.Default.ControlCount),
        [Try] = static async (host, request, token) => Json(await host.TryAsync(Bot(request), request.Message, token).ConfigureAwait(false), ControlJson.Default.HostTrial),
        [Process] = static async (host, request, token) => Json(await host.ProcessAsync(Bot(request), request.Message, token).ConfigureAwait(false), ControlJson.Default.HostTrial),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static BotScope Scope(ControlRequest request) => new(request.Bot, request.Group);

    private static string Bot(ControlRequest request) => Given(request.Bot, "bot");

    private static string Queue(ControlRequest request) => Given(request.Queue, "queue");

    private static string Message(ControlRequest request) => Given(request.Message, "message");

    private static string Given(string? value, string name)
        => string.IsNullOrEmpty(value) ? throw new ControlException(ControlFault.Invalid, $"The request has no '{name}'.") : value;

    private static byte[] Json<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(answer, type);
}
