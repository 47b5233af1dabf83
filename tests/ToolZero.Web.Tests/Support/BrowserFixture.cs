using Microsoft.Playwright;

namespace ToolZero.Web.Tests.Support;

/// <summary>One browser for a class of tests. Without one they are skipped: a path in TOOLZERO_CHROMIUM, or Debian's package chromium.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>Milliseconds that anything is waited for, also on a machine under load.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A window of its own, with nothing kept from others.</summary>
    public async Task<IPage> Open(BrowserNewContextOptions? options = null)
    {
        Skip.If(_browser is null, "no Chromium: install it (apt-get install chromium) or name one in TOOLZERO_CHROMIUM");
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async Task InitializeAsync()
    {
        var path = Usual.Prepend(Environment.GetEnvironmentVariable("TOOLZERO_CHROMIUM")).FirstOrDefault(File.Exists);
        if (path is null) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"], Timeout = 180_000 });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
