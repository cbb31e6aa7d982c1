using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace IntelMQ.Mail.Tests;

/// <summary>A folder of GnuPG's with a key that was made for the tests.</summary>
public sealed class GpgHome : IDisposable
{
    public const string Passphrase = "ein Satz für Tests";

    // Short: the agent's socket is in it, and the path of a socket has some hundred characters at most.
    private readonly string _folder = Directory.CreateTempSubdirectory("gpg").FullName;

    public GpgHome()
        => Run("gpg", "--batch", "--passphrase", Passphrase, "--pinentry-mode", "loopback", "--quick-generate-key", "cert@example.com", "ed25519", "sign", "never");

    /// <summary>Whether tests can run; where the program has to be there and is not, they fail instead.</summary>
    public static string? WhyNot { get; } = Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") == "1" || IsThere() ? null : "gpg is not installed.";

    public string Folder => _folder;

    /// <summary>What GnuPG says of a detached signature; throws where it is not good.</summary>
    public string Verify(byte[] data, byte[] signature)
    {
        string dataFile = Path.Combine(_folder, "data");
        string signatureFile = Path.Combine(_folder, "data.asc");
        File.WriteAllBytes(dataFile, data);
        File.WriteAllBytes(signatureFile, signature);
        return Run("gpg", "--batch", "--status-fd", "1", "--verify", signatureFile, dataFile);
    }

    public void Dispose()
    {
        // Its agent goes on otherwise.
        Run("gpgconf", "--kill", "all");
        Directory.Delete(_folder, recursive: true);
    }

    private string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, ["--homedir", _folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }

    private static bool IsThere()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("gpg", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
