using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using Directive = IntelMQ.Notifications.Directives.Directive;
using ParseResult = System.CommandLine.ParseResult;

namespace IntelMQ.Tool.Commands.Mails;

/// <summary><c>intelmq mail run</c>: makes the mails of a batch, and sends them.</summary>
internal sealed class MailRunCommand
{
    private readonly MailPlace _place = new();
    private readonly Argument<string> _batch = new("batch") { Description = "The batch; daily for what comes from feeds.", DefaultValueFactory = static _ => Directive.Daily };
    private readonly Option<bool> _plan = new("--plan") { Description = "Only show what would be sent, and what is held back and why." };
    private readonly Option<string> _from = new("--from") { Description = "Whom mails come from: \"CERT <cert@example.org>\".", Required = true };
    private readonly Option<string?> _bounces = new("--bounces") { Description = "Where servers send back what they cannot deliver. Default: the address of --from." };
    private readonly Option<DirectoryInfo?> _texts = new("--texts") { Description = "The folder of texts: NAME.txt and NAME.LANGUAGE.txt; the first line of each is the subject." };
    private readonly Option<string> _language = new("--language") { Description = "The language of recipients that name none.", DefaultValueFactory = static _ => "en" };
    private readonly Option<string?> _exercise = new("--exercise") { Description = "An exercise: all mails go to this address, say so, and settle nothing." };
    private readonly Option<string> _server = new("--server") { Description = "The mail server.", DefaultValueFactory = static _ => "localhost" };
    private readonly Option<int> _port = new("--port") { Description = "Its port; with 465 and 587 TLS is used unless --security says otherwise.", DefaultValueFactory = static _ => 25 };
    private readonly Option<string?> _security = new("--security") { Description = "tls or starttls." };
    private readonly Option<string?> _user = new("--user") { Description = "Who logs in." };
    private readonly Option<FileInfo?> _password = new("--password-file") { Description = "The file with the password. Without it, the password is in the environment's INTELMQ_SMTP_PASSWORD." };
    private readonly Option<FileInfo?> _certificate = new("--certificate") { Description = "The sender's certificate with its key, PKCS #12 without a password, or PEM: what must be signed or encrypted (S/MIME) is held without one." };
    private readonly Option<DirectoryInfo?> _certificates = new("--certificates") { Description = "The folder of recipients' certificates: ADDRESS.pem." };
    private readonly Option<int> _rate = new("--rate") { Description = "The most mails in a minute to one domain; 0 for no limit.", DefaultValueFactory = static _ => 60 };
    private readonly Option<int?> _recipients = new("--recipients") { Description = "Approves the run: the number of recipients that --plan showed. Needed for batches that are not daily, and where the brakes stop a run." };
    private readonly Option<long?> _rows = new("--rows") { Description = "Approves the run: the number of events that --plan showed." };
    private readonly Option<string> _by = MailPlace.By();

    public static Command Create() => new MailRunCommand().Make();

    private Command Make()
    {
        var command = new Command("run", "Makes the mails of a batch, and sends them. Other batches are left alone. A run that was interrupted is gone on with.\n\nExample:\n  intelmq mail run --plan --from cert@example.org --database mails.db\n  intelmq mail run shot-7 --recipients 312 --rows 4820 --from cert@example.org --server mail.example.org --database mails.db")
        {
            _batch, _plan, _from, _bounces, _texts, _language, _exercise, _server, _port, _security, _user, _password, _certificate, _certificates, _rate, _recipients, _rows, _by,
        };
        _security.AcceptOnlyFromAmong("tls", "starttls");
        _place.AddTo(command);
        command.SetAction((arguments, cancellationToken) => _place.RunAsync(arguments, store => RunAsync(store, arguments, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(INotificationStore store, ParseResult arguments, CancellationToken cancellationToken)
    {
        string batch = arguments.GetRequiredValue(_batch);
        var settings = new MailSettings
        {
            From = arguments.GetRequiredValue(_from),
            Bounces = arguments.GetValue(_bounces),
            Language = arguments.GetRequiredValue(_language),
            ExerciseRecipient = arguments.GetValue(_exercise),
            Certificates = CertificatesOf(arguments.GetValue(_certificate), arguments.GetValue(_certificates)),
        };
        MailTexts texts = arguments.GetValue(_texts) is { } folder ? MailTexts.Read(folder.FullName) : new MailTexts();
        var run = new MailRun(store, new MailComposer(texts, settings, TimeProvider.System), TimeProvider.System);
        if (arguments.GetValue(_plan))
        {
            Show(await run.PlanAsync(batch, cancellationToken).ConfigureAwait(false));
            return 0;
        }

        MailApproval? approval = arguments.GetValue(_recipients) is { } recipients && arguments.GetValue(_rows) is { } rows ? new MailApproval(recipients, rows, arguments.GetRequiredValue(_by)) : null;
        var transport = new SmtpTransport(
            new SmtpServerAddress
            {
                Host = arguments.GetRequiredValue(_server),
                Port = arguments.GetValue(_port),
                User = arguments.GetValue(_user),
                Password = PasswordOf(arguments.GetValue(_password)),
                Security = arguments.GetValue(_security),
            },
            new SmtpLoginOptions(),
            BotServices.Default);
        MailRunResult made = await run.PrepareAsync(batch, approval, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"{made.Mails} mails made, of {made.Rows} events.").ConfigureAwait(false);
        foreach ((string recipient, string reason) in made.Held)
            await Console.Out.WriteLineAsync($"held: {recipient}: {reason}").ConfigureAwait(false);
        foreach (string stop in made.Stops)
            await Console.Error.WriteLineAsync($"stopped: {stop}; look with --plan, and approve with --recipients and --rows").ConfigureAwait(false);
        if (made.Stops.Count > 0)
            return 1;
        SendResult sent = await new MailSender(store, transport, new MailSenderOptions { MailsPerMinuteAndDomain = Math.Max(0, arguments.GetValue(_rate)) }, TimeProvider.System).SendAsync(batch, null, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"{sent.Accepted} accepted, {sent.Later} put off, {sent.Failed} failed, {sent.Uncertain} uncertain.").ConfigureAwait(false);
        if (sent.Stopped is not null)
            await Console.Error.WriteLineAsync(sent.Stopped).ConfigureAwait(false);
        return sent is { Stopped: null, Failed: 0, Uncertain: 0 } ? 0 : 1;
    }

    private static Secret? PasswordOf(FileInfo? file)
    {
        string? password = file is null ? Environment.GetEnvironmentVariable("INTELMQ_SMTP_PASSWORD") : File.ReadAllText(file.FullName).TrimEnd('\r', '\n');
        return string.IsNullOrEmpty(password) ? null : new Secret(password);
    }

    private static MailCertificates? CertificatesOf(FileInfo? sender, DirectoryInfo? recipients)
    {
        if (sender is null)
            return null;
        try
        {
            var certificates = new MailCertificates
            {
                Sender = sender.Extension is ".pem"
                    ? X509Certificate2.CreateFromPemFile(sender.FullName, sender.FullName)
                    : X509CertificateLoader.LoadPkcs12FromFile(sender.FullName, null, X509KeyStorageFlags.Exportable),
            };
            if (recipients is not null)
                certificates.ReadRecipients(recipients.FullName);
            return certificates;
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"'{sender.FullName}' is no certificate with a key: {exception.Message}", exception);
        }
    }

    private static void Show(MailPlan plan)
    {
        Columns.Write([.. plan.Mails.Select(static mail => (string[])["send", mail.Recipient, Of(mail.Rows), mail.Language, mail.LastMail is { } last ? $"last told {last.UtcDateTime:yyyy-MM-dd}" : "never told before"])]);
        Columns.Write([.. plan.Waiting.Select(static mail => (string[])["waits", mail.Recipient, Of(mail.Rows), mail.Language, $"until {mail.Waits?.UtcDateTime:yyyy-MM-dd HH:mm}"])]);
        Columns.Write([.. plan.HeldBack.Select(static group => (string[])["held", group.Recipient, Of(group.Rows), group.Language, group.Reason ?? ""])]);
        Console.Out.Write($"{plan.Recipients} recipients, {plan.Rows} events.\n");
        foreach (string stop in plan.Stops)
            Console.Out.Write($"An automatic run would stop: {stop}.\n");
    }

    private static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);
}
