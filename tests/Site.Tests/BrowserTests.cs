using System.Collections.Concurrent;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace IntelMQ.Site.Tests;

/// <summary>
/// The site in a real browser, at the width of a phone and of a desktop. <c>INTELMQ_SCREENSHOTS=FOLDER</c> keeps pictures of the pages.
/// </summary>
public sealed class BrowserTests(BuiltSite site) : IClassFixture<BuiltSite>, IAsyncLifetime
{
    private static readonly int[] Widths = [390, 1280];

    private readonly ConcurrentQueue<string> _complaints = new();
    private SiteServer _server = null!;
    private IBrowser _browser = null!;

    [BrowserFact]
    public async Task Every_page_fits_its_window_and_loads_without_a_complaint()
    {
        await using IPage page = await NewPageAsync();
        foreach (string path in site.Pages.Keys)
        {
            await page.GoToAsync($"{_server.Url}/{path}");
            foreach (int width in Widths)
            {
                await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 844 });
                if (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var surplus)
                    _complaints.Enqueue($"{path} is {surplus} pixels wider than a window of {width}: {await page.EvaluateFunctionAsync<string>(Widest)}");
                if (await page.EvaluateFunctionAsync<string>(Cut) is { Length: > 0 } cut)
                    _complaints.Enqueue($"{path} cuts at {width} pixels: {cut}");
                await KeepPictureAsync(page, path, width);
            }
        }

        Assert.Empty(_complaints);
    }

    [BrowserFact]
    public async Task The_search_finds_pages_and_leads_to_them()
    {
        await using IPage page = await NewPageAsync();
        foreach (int width in Widths)
        {
            await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 844 });
            await page.GoToAsync($"{_server.Url}/bots/parsers/abusech-feodotracker.html");
            await page.Keyboard.PressAsync("/");
            await page.Keyboard.TypeAsync("replaying failures");
            await page.WaitForSelectorAsync("#results a", new WaitForSelectorOptions { Visible = true });
            await KeepPictureAsync(page, "search", width);
            Assert.Contains("Replaying", await page.EvaluateExpressionAsync<string>("document.querySelector('#results a').textContent"), StringComparison.Ordinal);

            await page.Keyboard.PressAsync("ArrowDown");
            await Task.WhenAll(page.WaitForNavigationAsync(), page.Keyboard.PressAsync("Enter"));
            Assert.Equal($"{_server.Url}/failures.html#replaying", page.Url);
        }

        await page.TypeAsync("#search", "no-such-word-anywhere");
        await page.WaitForFunctionAsync("() => document.getElementById('results').textContent.includes('Nothing found')");
        Assert.Empty(_complaints);
    }

    [BrowserFact]
    public async Task Pages_can_be_read_without_scripts()
    {
        await using IPage page = await NewPageAsync();
        await page.SetJavaScriptEnabledAsync(false);
        foreach (int width in Widths)
        {
            await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 844 });
            await page.GoToAsync($"{_server.Url}/getting-started.html");
            Assert.True(await IsVisibleAsync(page, "main h2"));
            Assert.True(await IsVisibleAsync(page, "main pre.code"));
            Assert.False(await IsVisibleAsync(page, "form.search"));
            Assert.False(await IsVisibleAsync(page, "button.theme"));
            Assert.Equal(width >= 960, await IsVisibleAsync(page, "#navigation li a"));
        }

        // On a phone the navigation opens by a link.
        await page.SetViewportAsync(new ViewPortOptions { Width = 390, Height = 844 });
        await page.ClickAsync("a.menu");
        Assert.True(await IsVisibleAsync(page, "#navigation li a"));
        await KeepPictureAsync(page, "menu", 390);
        await page.ClickAsync("#navigation .close");
        Assert.False(await IsVisibleAsync(page, "#navigation li a"));
        Assert.Empty(_complaints);
    }

    [BrowserFact]
    public async Task The_theme_is_the_systems_until_somebody_chooses()
    {
        await using IPage page = await NewPageAsync();
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "dark" }]);
        await page.GoToAsync($"{_server.Url}/index.html");
        string dark = await PaperAsync(page);
        await KeepPictureAsync(page, "dark", 800);
        await page.ClickAsync("button.theme");
        string light = await PaperAsync(page);
        Assert.NotEqual(dark, light);

        await page.GoToAsync($"{_server.Url}/concepts.html");
        Assert.Equal(light, await PaperAsync(page));
        Assert.Empty(_complaints);
    }

    [BrowserFact]
    public async Task The_first_tab_leads_past_the_navigation()
    {
        await using IPage page = await NewPageAsync();
        await page.GoToAsync($"{_server.Url}/concepts.html");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the text", await page.EvaluateExpressionAsync<string>("document.activeElement.textContent"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.activeElement.id === 'content'");
    }

    [BrowserFact]
    public async Task A_listing_can_be_copied()
    {
        await using IPage page = await NewPageAsync();
        await page.EvaluateFunctionOnNewDocumentAsync("() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve(); } } })");
        await page.GoToAsync($"{_server.Url}/getting-started.html");
        Assert.Equal(
            await page.EvaluateExpressionAsync<int>("document.querySelectorAll('pre.code').length"),
            await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.listing > button.copy').length"));
        await page.ClickAsync(".listing > button.copy");
        await page.WaitForFunctionAsync("() => document.querySelector('.listing > button.copy').textContent === 'Copied'");
        Assert.Equal(
            await page.EvaluateExpressionAsync<string>("document.querySelector('.listing code').textContent.trimEnd()"),
            await page.EvaluateExpressionAsync<string>("window.copied"));
        Assert.Empty(_complaints);
    }

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Program is null)
            return;
        _server = await SiteServer.StartAsync(site.Folder);
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
        await _server.DisposeAsync();
    }

    private const string Widest = """
        () => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .filter(e => !e.closest('.table, pre, .drawing')).map(e => e.tagName + '.' + e.className).slice(0, 5).join(' ')
        """;

    private const string Cut = """
        () => [...document.querySelectorAll('.table, .table table, pre.code')].filter(e => e.scrollWidth > e.clientWidth + 1)
          .map(e => `${e.className || e.tagName} ${e.textContent.trim().slice(0, 40)}`).slice(0, 3).join('; ')
        """;

    private static Task<bool> IsVisibleAsync(IPage page, string selector)
        => page.EvaluateFunctionAsync<bool>("selector => document.querySelector(selector)?.checkVisibility() ?? false", selector);

    private static Task<string> PaperAsync(IPage page) => page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor");

    private async Task<IPage> NewPageAsync()
    {
        IPage page = await _browser.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = 120_000;
        page.Console += (_, message) =>
        {
            if (message.Message.Type is ConsoleType.Error or ConsoleType.Warning)
                _complaints.Enqueue($"{page.Url}: {message.Message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error.Message}");
        page.RequestFailed += (_, request) => _complaints.Enqueue($"{page.Url}: {request.Request.Url} failed");
        page.Response += (_, response) =>
        {
            if (!response.Response.Ok && response.Response.Status != System.Net.HttpStatusCode.NotModified)
                _complaints.Enqueue($"{page.Url}: {response.Response.Url} answers {(int)response.Response.Status}");
        };
        return page;
    }

    private static async Task KeepPictureAsync(IPage page, string path, int width)
    {
        if (Environment.GetEnvironmentVariable("INTELMQ_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(Path.Combine(folder, $"{path.Replace('/', '-')}-{width}.png"));
    }
}
