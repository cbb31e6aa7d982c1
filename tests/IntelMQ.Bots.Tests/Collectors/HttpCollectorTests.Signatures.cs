using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

// Feeds that are taken only with a good signature.
public sealed partial class HttpCollectorTests
{
    [Fact]
    public async Task A_feed_is_taken_only_with_a_good_signature_where_that_is_asked_for()
    {
        if (!await TryMakeKeyAsync())
            return;
        string data = "192.0.2.1\n";
        await File.WriteAllTextAsync(_folder.Of("data"), data);
        await Gpg("--armor", "--output", _folder.Of("signature"), "--detach-sign", _folder.Of("data"));
        await Gpg("--output", _folder.Of("keys.gpg"), "--export");
        byte[] signature = await File.ReadAllBytesAsync(_folder.Of("signature"));
        foreach ((string body, byte[] signed, bool isGood) in ((string, byte[], bool)[])[(data, signature, true), (data + "x", signature, false), (data, "garbage"u8.ToArray(), false)])
        {
            using var services = new TestServices { Http = new CannedHttp().OnGet(Url, body).On(HttpMethod.Get, Url + ".asc", new CannedResponse(HttpStatusCode.OK, signed)) };
            await using var collector = new HttpCollector(
                Options(o => (o.VerifyPgpSignatures, o.SignatureUrl, o.GpgKeyring) = (true, Url + ".asc", _folder.Of("keys.gpg"))), services.Services);
            CollectedReport report = Assert.Single(await All(collector));
            Assert.Equal(isGood, report.Failure is null);
            Assert.Equal(body, Text(report.Report));
        }

        using var without = new TestServices { Http = new CannedHttp().OnGet(Url, data).On(HttpMethod.Get, Url + ".asc", CannedResponse.Of(HttpStatusCode.NotFound)) };
        await using var unsigned = new HttpCollector(Options(o => (o.VerifyPgpSignatures, o.SignatureUrl) = (true, Url + ".asc")), without.Services);
        await Assert.ThrowsAsync<HttpServiceException>(() => All(unsigned));
    }

    private async Task<bool> TryMakeKeyAsync()
    {
        try
        {
            await Gpg("--passphrase", "", "--quick-generate-key", "Feed <feed@example.com>", "default", "sign", "never");
            return true;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") != "1")
        {
            // GnuPG is not installed.
            return false;
        }
    }

    private async Task Gpg(params string[] arguments)
    {
        string home = _folder.Of("gnupg");
        Directory.CreateDirectory(home);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("gpg") { RedirectStandardError = true };
        foreach (string argument in (string[])["--homedir", home, "--batch", "--no-tty", .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"gpg ended with {process.ExitCode}: {errors}"));
    }
}
