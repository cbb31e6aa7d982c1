using System.Collections.Concurrent;
using System.Text.Json;
using Deque.AxeCore.Commons;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Hosting.Control;
using IntelMQ.Records;
using IntelMQ.Site.Tests;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace IntelMQ.Dashboard.Tests.Pages;

/// <summary>
/// The pages in a real browser, on phone and desktop, light and dark, in both languages. <c>INTELMQ_SCREENSHOTS=FOLDER</c> keeps pictures of them.
/// </summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string LongName = "an-output-with-a-name-that-is-eighty-characters-long-so-that-one-sees-what-it-does";
    private const string Hostile = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>\u202eabc\u001b[31m";

    private static readonly int[] Widths = [390, 1280, 1920];

    private readonly ConcurrentQueue<string> _complaints = new();
    private SampleDashboard _sample = null!;
    private IBrowser _browser = null!;

    [BrowserFact]
    public async Task Every_page_fits_its_window_passes_the_rules_of_accessibility_and_runs_nothing_of_others()
    {
        await _sample.Records.Audit.AddAsync(new AuditEntry(Hostile, Hostile, Hostile) { After = Hostile + new string('x', 1 << 20) }, default);
        await _sample.Host.Control.StartAsync(BotScope.All);
        await File.WriteAllTextAsync(Path.Combine(_sample.Root, "in", "a.csv"), $"192.0.2.1,80\r\n{Hostile},1\r\n");
        await SampleDashboard.UntilAsync(async () => (await _sample.Host.Control.GetStatusAsync()).Find("csv-parser") is { Failed: > 0 });
        await _sample.Host.Control.StopAsync(BotScope.Of("file-output"));
        await _sample.Host.Control.SendAsync("taxonomy-expert", $$"""{"source.ip": "192.0.2.9", "comment": {{JsonSerializer.Serialize(Hostile)}}}""", "_default");
        await File.WriteAllTextAsync(Path.Combine(_sample.Root, "log", "csv-parser.log"), $"2026-01-31 13:45:10,123 - csv-parser - ERROR - {Hostile}\n{Hostile}\n");
        await using IPage page = await NewPageAsync();
        await LookAsync(page, "sign-in");
        await SignInAsync(page);
        foreach (string path in (string[])["", "bot?id=file-output", "bot?id=csv-parser&level=DEBUG", "failures", "check", "users", "audit", "about", "nothing"])
            await LookAsync(page, path);
        Assert.Empty(_complaints);
    }

    [BrowserFact]
    public async Task Bots_are_stopped_and_started_by_keyboard_and_without_script()
    {
        await _sample.Host.Control.StartAsync(BotScope.All);
        await using IPage page = await NewPageAsync();
        await page.SetJavaScriptEnabledAsync(false);
        await SignInAsync(page);
        await page.FocusAsync("button[aria-label='Stop: csv-parser']");
        await Task.WhenAll(page.WaitForNavigationAsync(), page.Keyboard.PressAsync("Enter"));
        Assert.Equal(HostBotState.Stopped, (await _sample.Host.Control.GetStatusAsync()).Find("csv-parser")!.State);
        await page.FocusAsync("button[aria-label='Start: csv-parser']");
        await Task.WhenAll(page.WaitForNavigationAsync(), page.Keyboard.PressAsync("Enter"));
        Assert.Equal(HostBotState.Running, (await _sample.Host.Control.GetStatusAsync()).Find("csv-parser")!.State);
    }

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Program is null)
            return;
        _sample = await SampleDashboard.OpenAsync(
            prefix: "/intelmq",
            bots: $$"""
                {{LongName}}: {module: intelmq.bots.outputs.blackhole.output, group: Output, name: Long, description: A long name., enabled: false}

                """);
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Program,
            Timeout = 120_000,
            // The pages are our own, and containers have no other sandbox.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        if (BrowserFactAttribute.Program is null)
            return;
        await _browser.DisposeAsync();
        await _sample.DisposeAsync();
    }

    private async Task LookAsync(IPage page, string path)
    {
        foreach (string language in (string[])["en", "de"])
        {
            await page.SetExtraHttpHeadersAsync(new Dictionary<string, string> { ["Accept-Language"] = language });
            foreach (string name in (string[])["light", "dark"])
            {
                await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = name }]);
                await page.GoToAsync($"{_sample.Address}intelmq/{path}");
                foreach (int width in Widths)
                {
                    await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 844 });
                    if (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var surplus)
                        _complaints.Enqueue($"{path} in {language} is {surplus} pixels wider than a window of {width}.");
                    await KeepPictureAsync(page, $"{(path.Length == 0 ? "overview" : path.Split('&')[0].Replace('?', '-'))}-{width}-{name}-{language}");
                }

                foreach (string broken in await RulesAsync(page))
                    _complaints.Enqueue($"{path} in {language}, {name}: {broken}");
                if (await page.EvaluateExpressionAsync<bool>("'hit' in window"))
                    _complaints.Enqueue($"{path} ran what a feed holds.");
            }
        }
    }

    private static async Task<string[]> RulesAsync(IPage page)
    {
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateExpressionAsync<string[]>("axe.run().then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' ')}`))");
    }

    private async Task SignInAsync(IPage page)
    {
        await page.SetExtraHttpHeadersAsync(new Dictionary<string, string> { ["Accept-Language"] = "en" });
        await page.GoToAsync($"{_sample.Address}intelmq/sign-in");
        await page.TypeAsync("input[name=username]", "admin");
        await page.TypeAsync("input[name=password]", SampleDashboard.Password);
        await Task.WhenAll(page.WaitForNavigationAsync(), page.Keyboard.PressAsync("Enter"));
        Assert.Equal($"{_sample.Address}intelmq/", page.Url);
    }

    private async Task<IPage> NewPageAsync()
    {
        IPage page = await _browser.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = 120_000;
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error.Message}");
        page.Console += (_, message) =>
        {
            // What a page of an error answers with is no complaint.
            if (message.Message.Type == ConsoleType.Error && !message.Message.Text.Contains("404", StringComparison.Ordinal))
                _complaints.Enqueue($"{page.Url}: {message.Message.Text}");
        };
        return page;
    }

    private static async Task KeepPictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("INTELMQ_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(Path.Combine(folder, $"{name}.png"), new ScreenshotOptions { FullPage = true });
    }
}
