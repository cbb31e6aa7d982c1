using System.Net;
using IntelMQ.Bots;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using IntelMQ.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Dashboard.Tests.Support;

/// <summary>A dashboard on a loopback port, of a host that takes lines of files to a file. Its bots are stopped unless a test starts them.</summary>
internal sealed class SampleDashboard : IAsyncDisposable
{
    public const string Password = "a long password, says who?";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-web-");
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
    private Task<PipelineResult> _running = Task.FromResult<PipelineResult>(null!);
    private WebApplication _application = null!;

    private SampleDashboard()
    {
    }

    public IntelMQHost Host { get; private set; } = null!;

    public IRecords Records { get; private set; } = null!;

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    public LogLines Log { get; } = new();

    public string Root => _folder.FullName;

    public string Configuration => Path.Combine(Root, "etc");

    public string Runtime => File.ReadAllText(Path.Combine(Configuration, "runtime.yaml"));

    public Uri Address { get; private set; } = null!;

    /// <summary>Opens one.</summary>
    /// <param name="change">Changes the options; by default users sign in, of each role one with the role's name.</param>
    /// <param name="prefix">The path below which it is.</param>
    /// <param name="build">Changes the application, its endpoints given.</param>
    /// <param name="services">Adds services.</param>
    /// <param name="bots">More bots, as YAML.</param>
    public static async Task<SampleDashboard> OpenAsync(
        Func<SampleDashboard, DashboardOptions>? change = null,
        string prefix = "/",
        Action<WebApplication, IEndpointConventionBuilder>? build = null,
        Action<IServiceCollection>? services = null,
        string bots = "")
    {
        var sample = new SampleDashboard();
        foreach (string folder in (string[])["etc", "in", "log", "state", "files"])
            Directory.CreateDirectory(Path.Combine(sample.Root, folder));
        await File.WriteAllTextAsync(Path.Combine(sample.Configuration, "runtime.yaml"), SampleRuntime.Of(sample.Root) + bots);
        sample.Records = new MemoryRecords(sample.Clock);
        sample.Host = await IntelMQHost.OpenAsync(
            new IntelMQHostOptions
            {
                ConfigurationFolder = sample.Configuration,
                StateFolder = Path.Combine(sample.Root, "state"),
                Bots = new BotCatalog().Add(StandardBots.All),
                Environment = new Dictionary<string, string>(),
                Time = TimeProvider.System,
            },
            default);
        await sample.Host.Control.StopAsync(BotScope.All);
        sample._running = sample.Host.RunAsync(sample._stop.Token);
        await UntilAsync(async () => (await sample.Host.Control.GetStatusAsync()).IsRunning);
        foreach (DashboardRole role in Enum.GetValues<DashboardRole>())
        {
            string name = role.ToString().ToLowerInvariant();
            await sample.Records.Users.SaveAsync(new User(name, name) { PasswordHash = SampleHashes.Of(Password) }, default);
        }

        try
        {
            await sample.ServeAsync(change?.Invoke(sample) ?? sample.Options(), prefix, build, services);
            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    /// <summary>The options that are used where a test wants no others.</summary>
    public DashboardOptions Options(DashboardAccess access = DashboardAccess.Users, bool changesByGet = false, IReadOnlyList<IDashboardModule>? modules = null) => new()
    {
        Host = Host,
        Records = Records,
        Access = access,
        Modules = modules ?? [],
        AllowsChangesByGet = changesByGet,
        FilesFolder = Path.Combine(Root, "files"),
        Outside = new OutsidePolicy { Folders = [Root] },
    };

    public static async Task UntilAsync(Func<ValueTask<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "It has not come about in a minute.");
            await Task.Delay(10);
        }
    }

    /// <summary>Sends a request.</summary>
    public async Task<Reply> SendAsync(string method, string path, string? token = null, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path)) { Content = content };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await _client.SendAsync(request, default);
        return await Reply.OfAsync(response);
    }

    public Task<Reply> GetAsync(string path, string? token = null) => SendAsync("GET", path, token);

    public Task<Reply> PostFormAsync(string path, string? token, params (string Name, string Value)[] fields)
        => SendAsync("POST", path, token, new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))));

    public Task<Reply> PostJsonAsync(string path, string? token, string json) => SendAsync("POST", path, token, new StringContent(json, null, "application/json"));

    /// <summary>The token of a login by IntelMQ's API.</summary>
    public async Task<string> LogInAsync(string name = "admin", string password = Password)
    {
        Reply reply = await PostFormAsync("/v1/api/login", null, ("username", name), ("password", password));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json!["login_token"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        await Host.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync(DashboardOptions options, string prefix, Action<WebApplication, IEndpointConventionBuilder>? build, Action<IServiceCollection>? services)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(Log);
        services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static server => server.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        build?.Invoke(_application, _application.MapIntelMQ(prefix, options));
        if (build is null)
            _application.MapIntelMQ(prefix, options);
        await _application.StartAsync();
        Address = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}
