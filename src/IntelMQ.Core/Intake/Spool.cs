namespace IntelMQ.Intake;

/// <summary>Holds data that comes piece by piece until it can be read as a whole: in memory, and in a file that nobody else sees where it is large.</summary>
/// <param name="maxBytes">The most bytes.</param>
public sealed class Spool(long maxBytes) : IAsyncDisposable
{
    private const int InMemory = 16 << 20;

    private Stream _data = new MemoryStream();

    /// <summary>How many bytes there are.</summary>
    public long Length => _data.Length;

    /// <summary>Appends what a stream has left.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">There is more than allowed; the text is the end of a sentence that begins with the data.</exception>
    public async Task AppendAsync(Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var piece = new byte[64 << 10];
        _data.Position = _data.Length;
        while (await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (_data.Length + read > maxBytes)
                throw new InvalidDataException($"has more than {maxBytes} bytes, which max_download_size does not allow");
            if (_data is MemoryStream && _data.Length + read > InMemory)
                await MoveToFileAsync(cancellationToken).ConfigureAwait(false);
            await _data.WriteAsync(piece.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _data.SetLength(0);

    /// <summary>The data from its start; valid until the next call of any member.</summary>
    public Stream Read()
    {
        _data.Position = 0;
        return _data;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _data.DisposeAsync();

    private async Task MoveToFileAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        _data.Position = 0;
        await _data.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        await _data.DisposeAsync().ConfigureAwait(false);
        _data = file;
    }
}
