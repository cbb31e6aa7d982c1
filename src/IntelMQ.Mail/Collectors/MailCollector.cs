using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mail.Connections;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>
/// Reads the unread mails of IMAP folders, in the order in which they came. A mail is marked as read when all its reports are settled; one
/// that gives none stays as it is. Which reports of a mail are safe is remembered until it is marked, by UIDVALIDITY and number, so that a
/// kill in between loses nothing and, with queues that outlive the process, repeats nothing.
/// </summary>
public abstract class MailCollector : Collector
{
    // What is larger would push other failures out of their store.
    private const int MaxKept = 16 << 20;
    private const int KeptOfLarger = 64 << 10;
    private const int MaxUseless = 10_000;

    private readonly MailCollectorOptions _options;
    private readonly MailServer _server;
    private readonly ImapMailbox _mailbox;
    private readonly MailMemory _memory;
    private readonly PatternBudget _budget = new();
    private readonly PythonPattern? _subject;

    // Mails that gave nothing are not fetched again and again.
    private readonly HashSet<string> _useless = new(StringComparer.Ordinal);

    private protected MailCollector(MailCollectorOptions options, BotServices services)
        : base(options, services)
    {
        options.ThrowIfInvalid(Module);
        _options = options;
        _server = options.ToServer();
        _mailbox = new ImapMailbox(_server, services);
        _memory = new MailMemory(State.Values("mails"), services.Time);
        if (!string.IsNullOrEmpty(options.SubjectRegex))
            _subject = Compile(options.SubjectRegex);
    }

    /// <summary>Looks whether there is what the login needs; connects with the first turn.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
        => MailLogin.ComplaintAbout(_server, Services) is { } complaint ? throw new BotConfigurationException(Module, [complaint]) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="MailServiceException">The mailbox cannot be read.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IOException? later = null;
        try
        {
            foreach (string folder in _options.Folders.Where(static name => name.Length > 0).Prepend(_options.Folder).Distinct(StringComparer.Ordinal))
            {
                MailList list = await _mailbox.FindAsync(folder, _options.SentFrom, _options.SentTo, cancellationToken).ConfigureAwait(false);
                foreach (MailSummary mail in list.Mails)
                {
                    if (!IsWanted(mail))
                        continue;
                    await foreach (CollectedReport report in CollectAsync(list, mail, reason => later ??= reason, cancellationToken).ConfigureAwait(false))
                        yield return report;
                }
            }
        }
        finally
        {
            await _mailbox.CloseAsync().ConfigureAwait(false);
        }

        // The other mails are through; the host tries again.
        if (later is not null)
            throw later;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _mailbox.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>What a mail's parts give, in an order that is always the same.</summary>
    private protected abstract IAsyncEnumerable<MailItem> ReadAsync(List<MimePart> parts, CancellationToken cancellationToken);

    /// <summary>Prepares an expression; mails that are slow to search slow down the others for a while only.</summary>
    private protected PythonPattern Compile(string expression)
        => PythonPattern.TryCompile(expression, PythonRegexOptions.None, _budget, out PythonPattern? pattern, out string? error) ? pattern : throw new BotConfigurationException(Module, [error]);

    private bool IsWanted(MailSummary mail) => _subject is null || (MailHeaders.Unfolded(mail.Headers) is { } subject && _subject.Search(subject.AsSpan()) == RegexOutcome.Match);

    private async IAsyncEnumerable<CollectedReport> CollectAsync(MailList list, MailSummary summary, Action<IOException> setLater, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string name = MailMemory.NameOf(list.Folder, list.Validity, summary.Uid);
        if (_useless.Contains(name))
            yield break;
        if (_memory.HasAll(name))
        {
            await MarkAsync(list, summary.Uid, name, cancellationToken).ConfigureAwait(false);
            Log.MarkedLate(summary.Uid, list.Folder);
            yield break;
        }

        var mail = new CollectedSource(token => MarkAsync(list, summary.Uid, name, token));
        MailItem? held = null;
        bool isAny = false;
        bool isLater = false;
        int number = 0;
        await foreach (MailItem item in ItemsAsync(list, summary, cancellationToken).ConfigureAwait(false))
        {
            if (item.Later is { } reason)
            {
                isLater = true;
                setLater(reason);
                Log.TriedLater(summary.Uid, list.Folder, reason.Message);
                continue;
            }

            isAny = true;
            if (item.Failure is not null)
            {
                yield return new CollectedReport(FailureOf(item, summary.Headers));
                continue;
            }

            if (held is not null && !_memory.Has(name, number++))
                yield return ReportOf(held, summary.Headers, name, number - 1, isLast: false, mail);
            held = item;
        }

        if (held is not null && !_memory.Has(name, number))
            yield return ReportOf(held, summary.Headers, name, number, isLast: !isLater, mail);
        if (isLater)
            yield break;
        if (isAny)
        {
            await mail.CompleteAsync(cancellationToken).ConfigureAwait(false);
            yield break;
        }

        Log.GaveNothing(summary.Uid, list.Folder);
        if (_useless.Count >= MaxUseless)
            _useless.Clear();
        _useless.Add(name);
    }

    private async IAsyncEnumerable<MailItem> ItemsAsync(MailList list, MailSummary summary, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (summary.Size > _options.MaxMailSize)
        {
            yield return Broken(summary, string.Create(CultureInfo.InvariantCulture, $"has {summary.Size} bytes, more than max_mail_size allows"));
            yield break;
        }

        byte[]? data = await _mailbox.ReadAsync(list.Folder, list.Validity, summary.Uid, cancellationToken).ConfigureAwait(false);
        if (data is null)
            yield break;
        if (!MailParser.TryRead(data, _options.MaxParts, out List<MimePart>? parts, out string? complaint))
        {
            yield return new MailItem(data) { Failure = $"The mail {complaint}." };
            yield break;
        }

        await foreach (MailItem item in ReadAsync(parts, cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    private static MailItem Broken(MailSummary summary, string complaint)
    {
        using var headers = new MemoryStream();
        summary.Headers.WriteTo(headers);
        return new MailItem(headers.ToArray()) { Failure = $"The mail {complaint}." };
    }

    private CollectedReport ReportOf(MailItem item, HeaderList headers, string name, int number, bool isLast, CollectedSource mail)
        => NewPart(
            mail,
            Described(item.Data, item, headers),
            [_memory.ChangeOf(name, number, isLast)],
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_server.User}\0{_server}\0{name}\0{number}")));

    private Failure FailureOf(MailItem item, HeaderList headers)
    {
        bool isWhole = item.Data.Length <= MaxKept;
        return new Failure(Described(isWhole ? item.Data : item.Data[..KeptOfLarger], item, headers), item.Failure!) { TruncatedFrom = isWhole ? 0 : item.Data.Length };
    }

    private Report Described(ReadOnlyMemory<byte> data, MailItem item, HeaderList headers)
    {
        Report report = NewReport(data);
        if (item.Url is { } url)
            report.Set(Fields.Feed.Url, url);
        MailHeaders.Describe(report, headers);
        MailHeaders.Set(report, "extra.file_name", item.FileName);
        return report;
    }

    private async ValueTask MarkAsync(MailList list, uint uid, string name, CancellationToken cancellationToken)
    {
        await _mailbox.MarkReadAsync(list.Folder, list.Validity, uid, cancellationToken).ConfigureAwait(false);
        int count = _memory.CountOf(name);
        if (count > 0)
            await _memory.ForgetAsync(name, count, cancellationToken).ConfigureAwait(false);
    }
}
