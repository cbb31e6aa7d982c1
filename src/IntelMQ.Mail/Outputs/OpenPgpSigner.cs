using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using MimeKit;
using MimeKit.Cryptography;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// Signs mails with OpenPGP (RFC 3156: <c>multipart/signed</c> with a detached signature). GnuPG does it, which has the key, or reaches the card or
/// the agent that has it; no shell is involved.
/// </summary>
/// <param name="key">Names the key: a fingerprint, a key id, an address.</param>
/// <param name="passphrase">The key's passphrase; <see langword="null"/> where it has none, or where GnuPG's agent knows it.</param>
/// <param name="home">GnuPG's folder; <see langword="null"/> for that of the user.</param>
internal sealed class OpenPgpSigner(string key, Secret? passphrase, string? home)
{
    private const int MaxLine = 78;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    /// <summary>Signs a body.</summary>
    /// <param name="body">The body; its encodings change to those that no server on the way changes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailServiceException">GnuPG cannot be run, or does not sign; its words stand in the message.</exception>
    public async Task<MimeEntity> SignAsync(MimeEntity body, CancellationToken cancellationToken)
    {
        byte[] signed = Canonical(body);
        byte[] signature = await SignAsync(signed, cancellationToken).ConfigureAwait(false);
        using var content = new MemoryStream(signed);
        var whole = new MultipartSigned();
        whole.ContentType.Parameters["protocol"] = "application/pgp-signature";
        whole.ContentType.Parameters["micalg"] = "pgp-sha256";
        // Read again, so that what is sent is what was signed.
        whole.Add(await MimeEntity.LoadAsync(content, cancellationToken).ConfigureAwait(false));
        whole.Add(new ApplicationPgpSignature(new MemoryStream(signature)));
        return whole;
    }

    /// <summary>Signs bytes.</summary>
    /// <inheritdoc cref="SignAsync(MimeEntity, CancellationToken)"/>
    /// <returns>The detached signature, in ASCII.</returns>
    public async Task<byte[]> SignAsync(byte[] data, CancellationToken cancellationToken)
    {
        using Process process = Start();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(MaxTime);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
            Task<string> signature = process.StandardOutput.ReadToEndAsync(late.Token);
            await FeedAsync(process, data, late.Token).ConfigureAwait(false);
            string text = await signature.ConfigureAwait(false);
            string reason = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
            if (process.ExitCode != 0 || !text.StartsWith("-----BEGIN PGP SIGNATURE-----", StringComparison.Ordinal))
                throw new MailServiceException($"GnuPG does not sign with the key '{key}': {Words(reason)}.");
            return Encoding.ASCII.GetBytes(text);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailServiceException("GnuPG does not end in time: it may wait for a passphrase that nobody enters; give gpg_pass.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // As it goes over the wire: lines end with CR and LF, all bytes are ASCII, and no line ends with a blank.
    private static byte[] Canonical(MimeEntity body)
    {
        foreach (TextPart text in Parts(body).OfType<TextPart>())
            text.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        body.Prepare(EncodingConstraint.SevenBit, MaxLine);
        using var data = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        body.WriteTo(format, data);
        return data.ToArray();
    }

    private static IEnumerable<MimeEntity> Parts(MimeEntity entity) => entity is Multipart parts ? parts.SelectMany(Parts) : [entity];

    private Process Start()
    {
        string[] options = ["--batch", "--no-tty", "--local-user", key, "--digest-algo", "SHA256", "--armor"];
        string[] place = string.IsNullOrEmpty(home) ? [] : ["--homedir", Path.GetFullPath(home)];
        string[] secret = passphrase is null ? [] : ["--pinentry-mode", "loopback", "--passphrase-fd", "0"];
        var start = new ProcessStartInfo("gpg", [.. options, .. place, .. secret, "--detach-sign"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MailServiceException($"Mails are signed with GnuPG, and gpg cannot be run: {exception.Message}", exception);
        }
    }

    private async Task FeedAsync(Process process, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            Stream input = process.StandardInput.BaseStream;
            await using (input.ConfigureAwait(false))
            {
                // The first line is the passphrase, all behind it the data.
                if (passphrase is not null)
                    await input.WriteAsync(Encoding.UTF8.GetBytes(passphrase.Reveal() + "\n"), cancellationToken).ConfigureAwait(false);
                await input.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It has ended already, and says why.
        }
    }

    private static string Words(string errors)
    {
        string? last = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(static line => line.StartsWith("gpg:", StringComparison.Ordinal));
        return last is null ? "it does not say why" : last["gpg:".Length..].Trim().TrimEnd('.');
    }
}
