using System.Text.Json.Serialization;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="FileOutput"/>.</summary>
public sealed class FileOutputOptions : ExportOptions
{
    private static readonly string[] ErrorModes = ["strict", "ignore", "replace", "surrogateescape", "xmlcharrefreplace", "backslashreplace", "namereplace"];

    /// <summary><c>file</c>: the file's path, or a template of it; see <see cref="FormatFilename"/>.</summary>
    public string File { get; set; } = "/opt/intelmq/var/lib/bots/file-output/events.txt";

    /// <summary>
    /// <c>format_filename</c>: whether the path holds fields, <c>{event[source.ip]}</c>, or <c>{event[time.source]:%Y-%m-%d}</c> for a time;
    /// an absent field gives <c>None</c>. Values cannot lead out of the folder before the first field. Off by default.
    /// </summary>
    public bool FormatFilename { get; set; }

    /// <summary>
    /// <c>encoding_errors_mode</c>: one of Python's names, <c>strict</c> by default. Events hold nothing but valid text, so that it has
    /// no effect.
    /// </summary>
    public string EncodingErrorsMode { get; set; } = "strict";

    /// <summary>
    /// <c>flush_to_disk</c>: whether the disk itself must have the events before they count as stored, so that they outlive a power failure;
    /// on by default. Off is faster, and only safe where their source stays. The parameter is this project's own.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrWhiteSpace(File) || File.Contains('\0', StringComparison.Ordinal))
            complaints.Add("file is not set; give the path of the file to append to.");
        else if (FormatFilename && FileNameTemplate.Parse(File, out string? complaint) is null)
            complaints.Add($"file cannot be '{File}': {complaint}.");
        else if (!FormatFilename && Path.EndsInDirectorySeparator(File))
            complaints.Add($"file cannot be '{File}': it names a folder, not a file.");
        if (!ErrorModes.Contains(EncodingErrorsMode, StringComparer.Ordinal))
            complaints.Add($"encoding_errors_mode cannot be '{EncodingErrorsMode}': it must be one of {string.Join(", ", ErrorModes)}.");
    }
}

/// <summary>
/// Appends events to a file, a line each; or to several files, named by the events' fields. A batch is one write per file, made while no
/// other output of this kind writes there, in this process or another. A file that was moved away (log rotation) is made anew. When the disk
/// is full, nothing of the batch stays in the files; half a line that a killed process left is cut off.
/// </summary>
public sealed class FileOutput : Output
{
    private const int MaxBuffers = 128;
    private const int MaxKeptFiles = 4096;
    private const int MaxKeptBuffer = 1 << 20;

    private readonly string _path;
    private readonly FileNameTemplate? _template;
    private readonly OutputFiles? _files;
    private readonly OutputFile? _single;
    private readonly EventText _text;
    private readonly Utf8Buffer _name = new();
    private readonly List<OutputFile> _touched = [];
    private readonly Stack<Utf8Buffer> _buffers = new();

    /// <summary>Creates the output.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public FileOutput(FileOutputOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the output.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public FileOutput(FileOutputOptions options, BotServices services)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(nameof(FileOutput));
        _text = new EventText(options.ToFormat());
        _path = Path.GetFullPath(options.File);
        OutputFile Make(string path) => new(path, options.FlushToDisk, Log.HalfLine);
        if (options.FormatFilename)
        {
            _template = FileNameTemplate.Parse(options.File, out _)!;
            _files = new OutputFiles(_template, Make, MaxKeptFiles);
        }
        else
        {
            _single = Make(_path);
        }
    }

    /// <inheritdoc/>
    public override string? WrittenFile => _path;

    internal static BotDescriptor Descriptor => BotDescriptor.For<FileOutput, FileOutputOptions>(
        "intelmq.bots.outputs.file.output",
        BotKind.Output,
        "Appends events to a file, or to files named by the events' fields.",
        FileOutputJson.Default.FileOutputOptions,
        static (options, services) => new FileOutput(options, services));

    /// <summary>Opens the file, unless its name depends on the events.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_single is null)
            return;
        try
        {
            await _single.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(nameof(FileOutput), [$"file cannot be '{_path}': {exception.Message.TrimEnd('.')}."]);
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
        return base.DisposeAsync();
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
            }

            _text.WriteLine(batch[i], file.Pending);
        }
    }

    private OutputFile FileOf(Event message)
    {
        if (_single is not null)
            return _single;
        _name.Clear();
        _template!.Render(message, _name);
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FileOutputOptions))]
internal sealed partial class FileOutputJson : JsonSerializerContext;
