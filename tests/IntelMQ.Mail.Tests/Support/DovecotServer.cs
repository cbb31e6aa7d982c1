using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Mail.Collectors;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace IntelMQ.Mail.Tests;

/// <summary>A Dovecot of the tests' own, on free ports of the loopback, in a folder of its own. Every name is a mailbox, with the password <c>right</c>.</summary>
public sealed class DovecotServer : IDisposable
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(static folder => Path.Combine(folder, "dovecot")).FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-dovecot").FullName;
    private readonly TestCertificate _certificate = new();
    private Process? _process;
    private int _users;

    public DovecotServer()
    {
        (Port, SecurePort) = FreePorts();
        // Root reads no mail there; everything is read as nobody then.
        bool isRoot = Environment.UserName == "root";
        string owner = isRoot ? "" : $"default_internal_user = {Environment.UserName}\ndefault_internal_group = {Id("-gn")}\ndefault_login_user = {Environment.UserName}";
        string mailUser = isRoot ? "uid=65534 gid=65534" : $"uid={Id("-u")} gid={Id("-g")}";
        Directory.CreateDirectory(Path.Combine(_folder, "mail"));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Open = (UnixFileMode)0b111_111_111;
            File.SetUnixFileMode(_folder, Open);
            File.SetUnixFileMode(Path.Combine(_folder, "mail"), Open);
        }

        File.WriteAllText(Path.Combine(_folder, "dovecot.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            log_path = {{_folder}}/log
            protocols = imap
            listen = 127.0.0.1
            {{owner}}
            first_valid_uid = 0
            disable_plaintext_auth = no
            auth_mechanisms = plain
            auth_failure_delay = 0
            ssl = yes
            ssl_cert = <{{_certificate.CertificateFile}}
            ssl_key = <{{_certificate.KeyFile}}
            ssl_dh =
            mail_location = maildir:{{_folder}}/mail/%u
            passdb {
              driver = static
              args = password=right
            }
            userdb {
              driver = static
              args = {{mailUser}} home={{_folder}}/mail/%u
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            service imap-login {
              {{(isRoot ? "" : "chroot =")}}
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{SecurePort}}
                ssl = yes
              }
            }
            service anvil {
              {{(isRoot ? "" : "chroot =")}}
            }
            """));
        Run();
    }

    /// <summary>Whether tests can run; where the program has to be there and is not, they fail instead.</summary>
    public static string? WhyNot => Program is not null || Environment.GetEnvironmentVariable("INTELMQ_REQUIRE_SERVERS") == "1" ? null : "dovecot is not installed.";

    public int Port { get; }

    public int SecurePort { get; }

    public string CertificateFile => _certificate.CertificateFile;

    /// <summary>A mailbox that nobody has used.</summary>
    public string NewUser() => string.Create(CultureInfo.InvariantCulture, $"user{Interlocked.Increment(ref _users)}");

    /// <summary>Gives options the server and a mailbox, over TLS.</summary>
    public T Set<T>(T options, string user)
        where T : MailCollectorOptions
    {
        (options.MailHost, options.MailPort, options.MailUser, options.MailPassword) = ("localhost", SecurePort, user, new Bots.Secret("right"));
        (options.SslCaCertificate, options.Name) = (CertificateFile, "Mails");
        return options;
    }

    public void Deliver(string user, MimeMessage message, string folder = "INBOX")
    {
        using var data = new MemoryStream();
        message.WriteTo(data);
        Deliver(user, data.ToArray(), folder);
    }

    /// <summary>Puts a mail as it is into a folder, which is made where it is not there.</summary>
    public void Deliver(string user, byte[] mail, string folder = "INBOX")
    {
        using var client = new TcpClient("127.0.0.1", Port);
        using NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        reader.ReadLine();
        Say($"a LOGIN {user} right", "a ");
        Say($"b CREATE \"{folder}\"", "b ");
        Say(string.Create(CultureInfo.InvariantCulture, $"c APPEND \"{folder}\" {{{mail.Length}}}"), "+ ");
        stream.Write(mail);
        if (!Say("", "c ").StartsWith("c OK", StringComparison.Ordinal))
            throw new InvalidOperationException("dovecot does not take the mail.");

        string Say(string line, string until)
        {
            stream.Write(Encoding.ASCII.GetBytes(line + "\r\n"));
            while (reader.ReadLine() is { } answer)
            {
                if (answer.StartsWith(until, StringComparison.Ordinal) || answer.StartsWith("c NO", StringComparison.Ordinal) || answer.StartsWith("c BAD", StringComparison.Ordinal))
                    return answer;
            }

            throw new IOException("dovecot has closed the connection.");
        }
    }

    /// <summary>Which mails of a folder are marked as read, in their order.</summary>
    public bool[] Read(string user, string folder = "INBOX") => Use(user, client =>
    {
        IMailFolder opened = folder == "INBOX" ? client.Inbox! : Folder(client, folder);
        opened.Open(FolderAccess.ReadOnly);
        IList<UniqueId> all = opened.Search(SearchQuery.All);
        return opened.Fetch(all, MessageSummaryItems.Flags | MessageSummaryItems.UniqueId).OrderBy(static mail => mail.UniqueId.Id).Select(static mail => mail.Flags!.Value.HasFlag(MessageFlags.Seen)).ToArray();
    });

    public void MarkUnread(string user) => Use(user, static client =>
    {
        client.Inbox!.Open(FolderAccess.ReadWrite);
        client.Inbox.RemoveFlags(client.Inbox.Search(SearchQuery.All), MessageFlags.Seen, true);
        return true;
    });

    /// <summary>Deletes a folder and makes one of the same name, so that its UIDVALIDITY is another.</summary>
    public void Renew(string user, string folder) => Use(user, client =>
    {
        Folder(client, folder).Delete();
        Folder(client, folder);
        return true;
    });

    public void Run()
    {
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException("dovecot is not installed."), ["-F", "-c", Path.Combine(_folder, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        long end = Environment.TickCount64 + 15_000;
        while (!IsListening())
        {
            if (Environment.TickCount64 > end || _process.HasExited)
            {
                string why = (_process.HasExited ? _process.StandardError.ReadToEnd() : "") + (File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "");
                Stop();
                throw new InvalidOperationException($"dovecot does not start: {why}");
            }

            _process.WaitForExit(20);
        }
    }

    /// <summary>Ends it, and all connections, as a power failure would.</summary>
    public void Stop()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _certificate.Dispose();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                // Its children are on their way out.
                using var pause = new ManualResetEventSlim();
                pause.Wait(50);
            }
        }
    }

    private static IMailFolder Folder(ImapClient client, string name)
    {
        IMailFolder root = client.GetFolder(client.PersonalNamespaces[0]);
        try
        {
            return client.GetFolder(name);
        }
        catch (FolderNotFoundException)
        {
            return root.Create(name, true)!;
        }
    }

    private T Use<T>(string user, Func<ImapClient, T> work)
    {
        using var client = new ImapClient();
        client.Connect("127.0.0.1", Port, SecureSocketOptions.None);
        client.Authenticate(user, "right");
        T result = work(client);
        client.Disconnect(true);
        return result;
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return reader.ReadLine()?.StartsWith("* OK", StringComparison.Ordinal) == true;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static string Id(string what)
    {
        using Process id = Process.Start(new ProcessStartInfo("id", [what]) { RedirectStandardOutput = true })!;
        return id.StandardOutput.ReadToEnd().Trim();
    }
}
