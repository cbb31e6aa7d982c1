using System.ComponentModel;
using System.Diagnostics;

namespace IntelMQ.Bots.Collectors;

/// <summary>Checks detached OpenPGP signatures with GnuPG (<c>gpg</c>), as IntelMQ does, without a shell.</summary>
internal static class PgpSignature
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(2);

    /// <summary>Checks a signature.</summary>
    /// <param name="data">The data, from its start.</param>
    /// <param name="signature">The signature, in either form.</param>
    /// <param name="keyring">The file with the keys; <see langword="null"/> for those of the user.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns><see langword="null"/> where the signature is good; otherwise why it is not.</returns>
    /// <exception cref="IOException">GnuPG cannot be run.</exception>
    public static async Task<string?> CheckAsync(Stream data, ReadOnlyMemory<byte> signature, string? keyring, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("intelmq-").FullName;
        try
        {
            string signatureFile = Path.Combine(folder, "signature");
            await File.WriteAllBytesAsync(signatureFile, signature, cancellationToken).ConfigureAwait(false);
            return await RunAsync(Start(folder, signatureFile, keyring), data, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder, string signatureFile, string? keyring)
    {
        var start = new ProcessStartInfo("gpg")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options = ["--batch", "--no-tty", "--status-fd", "1", "--trust-model", "always"];
        string[] keys = keyring is null ? [] : ["--homedir", folder, "--no-default-keyring", "--keyring", Path.GetFullPath(keyring)];
        foreach (string argument in (string[])[.. options, .. keys, "--verify", signatureFile, "-"])
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"Signatures are checked with GnuPG, and gpg cannot be run: {exception.Message}", exception);
        }
    }

    private static async Task<string?> RunAsync(Process process, Stream data, CancellationToken cancellationToken)
    {
        using (process)
        using (var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            late.CancelAfter(MaxTime);
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
                Task<string> status = process.StandardOutput.ReadToEndAsync(late.Token);
                await FeedAsync(process, data, late.Token).ConfigureAwait(false);
                string[] lines = (await status.ConfigureAwait(false)).Split('\n');
                string text = await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
                // Every signature must be good: one bad among several is none.
                bool isGood = process.ExitCode == 0 && Array.Exists(lines, static line => line.StartsWith("[GNUPG:] VALIDSIG ", StringComparison.Ordinal));
                return isGood ? null : Reason(text);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("GnuPG did not end in time.");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task FeedAsync(Process process, Stream data, CancellationToken cancellationToken)
    {
        try
        {
            Stream input = process.StandardInput.BaseStream;
            await using (input.ConfigureAwait(false))
                await data.CopyToAsync(input, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has seen enough of a signature that is none.
        }
    }

    private static string Reason(string errors)
    {
        string? last = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(static line => line.StartsWith("gpg:", StringComparison.Ordinal));
        return last is null ? "GnuPG does not say why" : last["gpg:".Length..].Trim();
    }
}
