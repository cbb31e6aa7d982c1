using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Imap;

/// <summary>The server's side of a conversation in IMAP: as much of it as clients use to find unread mails, read them, and mark them.</summary>
internal sealed class ImapSession(Stream stream, List<ImapMail> mails)
{
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await SayAsync("* OK [CAPABILITY IMAP4rev1] ready", cancellationToken);
        while (await ReadCommandAsync(cancellationToken) is { } line)
        {
            string[] words = line.Split(' ', 3);
            if (words.Length < 2)
                return;
            string command = words[1].ToUpperInvariant();
            string rest = words.Length > 2 ? words[2] : "";
            if (command == "UID")
            {
                string[] inner = rest.Split(' ', 2);
                (command, rest) = ($"UID {inner[0].ToUpperInvariant()}", inner.ElementAtOrDefault(1) ?? "");
            }

            await AnswerAsync(command, rest, cancellationToken);
            await SayAsync($"{words[0]} OK {(command == "SELECT" ? "[READ-WRITE] " : "")}done", cancellationToken);
            if (command == "LOGOUT")
                return;
        }
    }

    private async Task AnswerAsync(string command, string rest, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case "CAPABILITY":
                await SayAsync("* CAPABILITY IMAP4rev1", cancellationToken);
                break;
            case "LIST" or "LSUB":
                await SayAsync($"* {command} () \"/\" {(rest.EndsWith("\"\"", StringComparison.Ordinal) ? "\"\"" : rest.Split(' ')[^1])}", cancellationToken);
                break;
            case "SELECT" or "EXAMINE":
                await SayAsync(string.Create(CultureInfo.InvariantCulture, $"* {mails.Count} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] fine\r\n* OK [UIDVALIDITY 1] fine\r\n* OK [UIDNEXT {mails.Count + 1}] fine"), cancellationToken);
                break;
            case "STATUS":
                await SayAsync(string.Create(CultureInfo.InvariantCulture, $"* STATUS INBOX (MESSAGES {mails.Count} UIDNEXT {mails.Count + 1} UIDVALIDITY 1)"), cancellationToken);
                break;
            case "SEARCH" or "UID SEARCH":
                IEnumerable<int> found = mails.Where(mail => !mail.IsSeen || !rest.Contains("UNSEEN", StringComparison.OrdinalIgnoreCase)).Select(static mail => mail.Uid);
                await SayAsync($"* SEARCH {string.Join(' ', found)}".TrimEnd(), cancellationToken);
                break;
            case "FETCH" or "UID FETCH":
                await FetchAsync(rest, cancellationToken);
                break;
            case "STORE" or "UID STORE":
                await StoreAsync(rest, cancellationToken);
                break;
            case "LOGOUT":
                await SayAsync("* BYE", cancellationToken);
                break;
        }
    }

    private async Task FetchAsync(string rest, CancellationToken cancellationToken)
    {
        string[] words = rest.Split(' ', 2);
        string items = words.ElementAtOrDefault(1)?.ToUpperInvariant() ?? "";
        foreach (ImapMail mail in Named(words[0]))
        {
            bool isHead = items.Contains("[HEADER", StringComparison.Ordinal);
            bool isBody = items.Contains("BODY[]", StringComparison.Ordinal) || items.Contains("BODY.PEEK[]", StringComparison.Ordinal) || items.Contains("RFC822)", StringComparison.Ordinal) || items is "RFC822";
            if (isBody && !items.Contains("PEEK", StringComparison.Ordinal))
                mail.IsSeen = true;
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"* {mail.Uid} FETCH (UID {mail.Uid} FLAGS ({(mail.IsSeen ? "\\Seen" : "")}) RFC822.SIZE {mail.Data.Length}"), cancellationToken);
            if (isBody || isHead)
            {
                byte[] data = isHead ? mail.Head.ToArray() : mail.Data;
                string name = isHead ? "BODY[HEADER]" : items.Contains("BODY", StringComparison.Ordinal) ? "BODY[]" : "RFC822";
                await WriteAsync(string.Create(CultureInfo.InvariantCulture, $" {name} {{{data.Length}}}\r\n"), cancellationToken);
                await stream.WriteAsync(data, cancellationToken);
            }

            await SayAsync(")", cancellationToken);
        }
    }

    private async Task StoreAsync(string rest, CancellationToken cancellationToken)
    {
        string[] words = rest.Split(' ', 2);
        foreach (ImapMail mail in Named(words[0]))
        {
            if (words[1].Contains("\\Seen", StringComparison.OrdinalIgnoreCase))
                mail.IsSeen = words[1][0] != '-';
            await SayAsync(string.Create(CultureInfo.InvariantCulture, $"* {mail.Uid} FETCH (UID {mail.Uid} FLAGS ({(mail.IsSeen ? "\\Seen" : "")}))"), cancellationToken);
        }
    }

    private IEnumerable<ImapMail> Named(string set)
    {
        foreach (string part in set.Split(','))
        {
            string[] ends = part.Split(':');
            int first = Number(ends[0]);
            int last = Number(ends[^1]);
            foreach (ImapMail mail in mails.Where(mail => mail.Uid >= Math.Min(first, last) && mail.Uid <= Math.Max(first, last)))
                yield return mail;
        }
    }

    private int Number(string text) => text == "*" ? mails.Count : int.Parse(text, CultureInfo.InvariantCulture);

    // A command may hold texts that are sent as bytes behind their number.
    private async Task<string?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        var command = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            int open = line.LastIndexOf('{');
            if (!line.EndsWith('}') || open < 0)
                return command.Append(line).ToString();
            command.Append(line.AsSpan(0, open));
            await SayAsync("+ go on", cancellationToken);
            var text = new byte[int.Parse(line.AsSpan()[(open + 1)..^1].TrimEnd('+'), CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(text, cancellationToken);
            command.Append(Encoding.UTF8.GetString(text));
        }

        return null;
    }

    private Task SayAsync(string line, CancellationToken cancellationToken) => WriteAsync(line + "\r\n", cancellationToken);

    private async Task WriteAsync(string text, CancellationToken cancellationToken) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
