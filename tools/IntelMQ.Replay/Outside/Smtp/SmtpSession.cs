using System.Text;

namespace IntelMQ.Replay.Outside.Smtp;

/// <summary>The server's side of a conversation in SMTP.</summary>
internal sealed class SmtpSession(SmtpRules rules, Func<Stream, CancellationToken, Task<Stream>> secure, Action<SmtpMail> keep)
{
    private const int MaxLine = 1000;

    private Stream _stream = Stream.Null;
    private string? _from;
    private List<string> _to = [];
    private string[]? _login;
    private bool _isSecured;

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        _stream = stream;
        await SayAsync("220 replay ESMTP", cancellationToken);
        while (await ReadLineAsync(cancellationToken) is { } bytes)
        {
            string line = Encoding.UTF8.GetString(bytes);
            string verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "QUIT")
            {
                await SayAsync("221 bye", cancellationToken);
                return;
            }

            await AnswerAsync(verb, line, cancellationToken);
        }
    }

    private async Task AnswerAsync(string verb, string line, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case "EHLO":
                Reset();
                await SayAsync(Greeting(), cancellationToken);
                break;
            case "HELO" or "RSET" or "NOOP":
                Reset();
                await SayAsync("250 fine", cancellationToken);
                break;
            case "STARTTLS" when rules.OffersTls && !_isSecured:
                await SayAsync("220 go on", cancellationToken);
                _stream = await secure(_stream, cancellationToken);
                _isSecured = true;
                break;
            case "AUTH" when rules.OffersAuthentication:
                await LogInAsync(line, cancellationToken);
                break;
            case "MAIL":
                _from = AddressOf(line);
                await SayAsync(IsAddress(_from) ? "250 fine" : "553 no such sender", cancellationToken);
                break;
            case "RCPT":
                string recipient = AddressOf(line);
                bool isRefused = rules.Rejected.Contains(recipient) || recipient.Any(char.IsControl);
                if (!isRefused)
                    _to.Add(recipient.Length == 0 ? "<>" : recipient);
                await SayAsync(isRefused ? "550 no such mailbox" : "250 fine", cancellationToken);
                break;
            case "DATA" when _to.Count == 0:
                await SayAsync("503 no recipients", cancellationToken);
                break;
            case "DATA":
                await TakeAsync(cancellationToken);
                break;
            default:
                await SayAsync("502 not here", cancellationToken);
                break;
        }
    }

    private static string AddressOf(string line)
    {
        int start = line.IndexOf('<', StringComparison.Ordinal);
        int end = line.LastIndexOf('>');
        return start < 0 || end < start ? line.Split(':', 2)[^1].Trim() : line[(start + 1)..end];
    }

    private static bool IsAddress(string address) => address.Length == 0 || !address.AsSpan().ContainsAny("[]() ");

    private string Greeting()
    {
        var lines = new List<string> { "replay", "8BITMIME", "SIZE 33554432" };
        if (rules.OffersTls && !_isSecured)
            lines.Add("STARTTLS");
        if (rules.OffersAuthentication)
            lines.Add("AUTH PLAIN LOGIN");
        return string.Join("\r\n", lines.Select((line, i) => $"250{(i == lines.Count - 1 ? ' ' : '-')}{line}"));
    }

    private void Reset()
    {
        _from = null;
        _to = [];
    }

    private async Task LogInAsync(string line, CancellationToken cancellationToken)
    {
        string[] parts = line.Split(' ');
        string name;
        string password;
        if (parts.Length > 1 && parts[1].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            string[] secrets = (parts.Length > 2 ? Decoded(parts[2]) : await AskAsync("", cancellationToken)).Split('\0');
            (name, password) = (secrets.ElementAtOrDefault(1) ?? "", secrets.ElementAtOrDefault(2) ?? "");
        }
        else
        {
            name = parts.Length > 2 ? Decoded(parts[2]) : await AskAsync("Username:", cancellationToken);
            password = await AskAsync("Password:", cancellationToken);
        }

        bool isRight = (name, password) == ("u", "p");
        if (isRight)
            _login = [name, password];
        await SayAsync(isRight ? "235 welcome" : "535 wrong", cancellationToken);
    }

    private async Task<string> AskAsync(string what, CancellationToken cancellationToken)
    {
        await SayAsync($"334 {Convert.ToBase64String(Encoding.ASCII.GetBytes(what))}", cancellationToken);
        return Decoded(Encoding.ASCII.GetString(await ReadLineAsync(cancellationToken) ?? []));
    }

    private static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        await SayAsync("354 go on", cancellationToken);
        var data = new MemoryStream();
        bool isTooLong = false;
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line is [(byte)'.'])
                break;
            isTooLong |= line.Length > MaxLine;
            data.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            data.Write("\r\n"u8);
        }

        if (rules.DataStatus is null && !isTooLong)
            keep(new SmtpMail(_from ?? "", _to, _isSecured, _login, data.ToArray()));
        Reset();
        await SayAsync(rules.DataStatus ?? (isTooLong ? "500 line too long" : "250 taken"), cancellationToken);
    }

    private async Task SayAsync(string text, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    private async Task<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == (byte)'\n')
                return line is [.., (byte)'\r'] ? [.. line[..^1]] : [.. line];
            line.Add(one[0]);
        }

        return null;
    }
}
