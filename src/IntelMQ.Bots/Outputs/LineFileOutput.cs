using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// An output that appends lines to a file, or to several files that are named by the events' fields. A batch is one write per file, made
/// while no other output of this kind writes there. Of a batch that fails nothing stays.
/// </summary>
public abstract class LineFileOutput : Output
{
    private const int MaxBuffers = 128;
    private const int MaxKeptFiles = 4096;
    private const int MaxKeptBuffer = 1 << 20;

    private readonly string _path;
    private readonly bool _hasHead;
    private readonly FileNameTemplate? _template;
    private readonly OutputFiles? _files;
    private readonly OutputFile? _single;
    private readonly Utf8Buffer _name = new();
    private readonly List<OutputFile> _touched = [];
    private readonly Stack<Utf8Buffer> _buffers = new();

    private protected LineFileOutput(LineFileOutputOptions options, BotServices services)
        : this(options, services, new OutputFileTarget(options.File, options.FormatFilename, options.FlushToDisk), new OutputFileForm())
    {
    }

    private protected LineFileOutput(BotOptions options, BotServices services, OutputFileTarget target, OutputFileForm form)
        : base(options, services)
    {
        _path = Path.GetFullPath(target.File);
        OutputFile Make(string path) => new(path, target.FlushToDisk, form, Log.HalfLine);
        _hasHead = !form.Head.IsEmpty;
        if (target.FormatFilename)
        {
            _template = FileNameTemplate.Parse(target.File, out _)!;
            _files = new OutputFiles(_template, Make, MaxKeptFiles);
        }
        else
        {
            _single = Make(_path);
        }
    }

    /// <inheritdoc/>
    public override string? WrittenFile => _path;

    /// <summary>Opens the file, unless its name depends on the events.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_single is null)
            return;
        try
        {
            await _single.OpenAsync(cancellationToken).ConfigureAwait(false);
            _single.Pending = new Utf8Buffer();
            AppendHead(_path, _single.Pending);
            if (_hasHead || _single.Pending.Length > 0)
                await _single.WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(GetType().Name, [$"file cannot be '{_path}': {exception.Message.TrimEnd('.')}."]);
        }
        finally
        {
            _single.Forget();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int written = 0;
        try
        {
            Collect(batch);
            foreach (OutputFile file in _touched)
            {
                await file.WriteAsync(cancellationToken).ConfigureAwait(false);
                written++;
            }
        }
        catch
        {
            foreach (OutputFile file in _touched.Take(written))
                await file.UndoAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _single?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>Appends what an event becomes, line ends included; nothing where it becomes nothing.</summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes the lines.</param>
    /// <exception cref="RefusedException">The event cannot be written.</exception>
    protected abstract void Append(Event message, Utf8Buffer output);

    /// <summary>Appends what is to stand in a file before the lines that come next; mostly nothing.</summary>
    /// <param name="path">The file, which may be missing.</param>
    /// <param name="output">Takes the head.</param>
    protected virtual void AppendHead(string path, Utf8Buffer output)
    {
    }

    private void Collect(IReadOnlyList<Event> batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            OutputFile file = FileOf(batch[i]);
            if (file.Pending is null)
            {
                file.Pending = _buffers.TryPop(out Utf8Buffer? buffer) ? buffer : new Utf8Buffer(4096);
                _touched.Add(file);
                AppendHead(file.Path, file.Pending);
            }

            Append(batch[i], file.Pending);
        }
    }

    private OutputFile FileOf(Event message)
    {
        if (_single is not null)
            return _single;
        if (_template!.FindMissing(message) is { } field)
            throw new RefusedException($"The name of the file has the field '{field}', which the event lacks.");
        _name.Clear();
        _template.Render(message, _name);
        return _files!.Get(_name.WrittenSpan);
    }

    private void Release()
    {
        foreach (OutputFile file in _touched)
        {
            if (file.Pending is { Length: <= MaxKeptBuffer } buffer && _buffers.Count < MaxBuffers)
            {
                buffer.Clear();
                _buffers.Push(buffer);
            }

            file.Forget();
        }

        _touched.Clear();
        _files?.Trim();
    }
}
