using IntelMQ.Bots;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace IntelMQ.Mail.Connections;

/// <summary>A mailbox: finds unread mails, fetches them without marking them, and marks them. Thread-safe; one step at a time.</summary>
internal sealed class ImapMailbox(MailServer server, BotServices services) : IAsyncDisposable
{
    private const int FetchedAtOnce = 200;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ImapClient? _client;
    private IMailFolder? _folder;

    /// <summary>The unread mails of a folder.</summary>
    /// <param name="folder">The folder's name.</param>
    /// <param name="from">What the sender must hold; null for any.</param>
    /// <param name="to">What the recipients must hold; null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailServiceException">The server is not there, or does not do it.</exception>
    public Task<MailList> FindAsync(string folder, string? from, string? to, CancellationToken cancellationToken) => UseAsync(folder, isReading: true, async (opened, token) =>
    {
        SearchQuery query = SearchQuery.NotSeen;
        if (!string.IsNullOrEmpty(from))
            query = query.And(SearchQuery.FromContains(from));
        if (!string.IsNullOrEmpty(to))
            query = query.And(SearchQuery.ToContains(to));
        IList<UniqueId> found = await opened.SearchAsync(query, token).ConfigureAwait(false);
        var mails = new List<MailSummary>();
        foreach (UniqueId[] some in found.OrderBy(static uid => uid.Id).Chunk(FetchedAtOnce))
        {
            IList<IMessageSummary> summaries = await opened.FetchAsync(some, MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Headers, token).ConfigureAwait(false);
            mails.AddRange(summaries.Where(static summary => summary.Headers is not null).Select(static summary => new MailSummary(summary.UniqueId.Id, summary.Size ?? 0, summary.Headers!)));
        }

        return new MailList(folder, opened.UidValidity, [.. mails.DistinctBy(static mail => mail.Uid).OrderBy(static mail => mail.Uid)]);
    }, cancellationToken);

    /// <summary>A mail's bytes; null where it is gone.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task<byte[]?> ReadAsync(string folder, uint validity, uint uid, CancellationToken cancellationToken) => UseAsync(folder, isReading: true, async (opened, token) =>
    {
        if (opened.UidValidity != validity)
            return null;
        try
        {
            Stream stream = await opened.GetStreamAsync(new UniqueId(uid), "", token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var data = new MemoryStream();
                await stream.CopyToAsync(data, token).ConfigureAwait(false);
                return data.ToArray();
            }
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }, cancellationToken);

    /// <summary>Marks a mail as read, unless the folder's numbers mean other mails by now.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task MarkReadAsync(string folder, uint validity, uint uid, CancellationToken cancellationToken) => UseAsync(folder, isReading: false, async (opened, token) =>
    {
        if (opened.UidValidity == validity)
            await opened.AddFlagsAsync(new UniqueId(uid), MessageFlags.Seen, silent: true, token).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Logs out, if there is a connection.</summary>
    public async ValueTask CloseAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_client is { IsConnected: true } client)
            {
                using var late = new Deadline(server.Timeout, services.Time, CancellationToken.None);
                await client.DisconnectAsync(true, late.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // How the server says good-bye does not count.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
        }
#pragma warning restore CA1031
        finally
        {
            Drop();
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync();

    private async Task<T> UseAsync<T>(string folder, bool isReading, Func<IMailFolder, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                bool isOld = _client is not null;
                try
                {
                    using var late = new Deadline(server.Timeout * 5, services.Time, cancellationToken);
                    IMailFolder opened = await OpenAsync(folder, late.Token).ConfigureAwait(false);
                    return await work(opened, late.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    Drop();
                    // Servers end connections that rest; to mark a mail twice does no harm.
                    if (isOld && !isReading && exception is IOException or ProtocolException or ServiceNotConnectedException)
                        continue;
                    throw MailLogin.Explain(exception, server) ?? exception;
                }
            }
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
                Drop();
            _gate.Release();
        }
    }

    private async Task<IMailFolder> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (_client is not { IsConnected: true, IsAuthenticated: true })
        {
            Drop();
            var client = new ImapClient();
            try
            {
                await MailLogin.ConnectAsync(client, server, services, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            _client = client;
        }

        if (_folder is not { IsOpen: true } || _folder.FullName != name)
        {
            _folder = name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? _client.Inbox! : await _client.GetFolderAsync(name, cancellationToken).ConfigureAwait(false);
            await _folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        }

        return _folder;
    }

    private void Drop()
    {
        _folder = null;
        _client?.Dispose();
        _client = null;
    }
}
