using System.Globalization;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Writes each event to a file of its own, for programs that take in whatever appears in a folder. A file is written elsewhere, flushed to
/// the disk and then moved, so that it appears whole. Where a batch fails, the files of it are taken away again.
/// </summary>
[Bot("intelmq.bots.outputs.files.output", BotKind.Output)]
public sealed partial class FilesOutput : Output
{
    private readonly FilesOutputOptions _options;
    private readonly EventText _text;
    private readonly Utf8Buffer _content = new(2048);
    private readonly string _host = Environment.MachineName;
    private long _number;

    /// <inheritdoc cref="FilesOutput(FilesOutputOptions)"/>
    public FilesOutput(FilesOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _text = new EventText(options.ToFormat(services, Module));
    }

    /// <summary>Makes the folders.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        MakeFolder("tmp", _options.Tmp, complaints);
        MakeFolder("dir", _options.Dir, complaints);
        return complaints.Count == 0 ? ValueTask.CompletedTask : throw new BotConfigurationException(nameof(FilesOutput), complaints);
    }

    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var names = new List<string>(batch.Count);
        int moved = 0;
        try
        {
            foreach (Event message in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                names.Add(NewName());
                Write(message, Path.Combine(_options.Tmp, names[^1]));
            }

            for (; moved < names.Count; moved++)
                File.Move(Path.Combine(_options.Tmp, names[moved]), Path.Combine(_options.Dir, names[moved]));
        }
        catch (Exception exception)
        {
            TakeAway(names, moved);
            if (exception is UnauthorizedAccessException)
                throw new IOException($"A file cannot be written: {exception.Message}", exception);
            throw;
        }

        return ValueTask.CompletedTask;
    }

    private static void MakeFolder(string parameter, string path, List<string> complaints)
    {
        try
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                return;
            // A slip of the pen in the path is not to become a tree of folders.
            if (Path.GetDirectoryName(full) is { } above && !Directory.Exists(above))
                complaints.Add($"{parameter} cannot be '{path}': there is no folder '{above}'.");
            else
                Directory.CreateDirectory(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            complaints.Add($"{parameter} cannot be '{path}': {exception.Message.TrimEnd('.')}.");
        }
    }

    private void Write(Event message, string path)
    {
        _content.Clear();
        _text.Write(message, _content);
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, _content.WrittenSpan, 0);
        RandomAccess.FlushToDisk(file);
    }

    // As in a mail folder: who wrote it, when, and what nobody else will choose.
    private string NewName()
    {
        DateTimeOffset now = Services.Time.GetUtcNow();
        long micros = now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_host}.{Environment.ProcessId}.{now.ToUnixTimeSeconds()}.{micros:D6}.{++_number}.{Guid.NewGuid():N}{_options.Suffix}");
    }

    private void TakeAway(List<string> names, int moved)
    {
        for (int i = 0; i < names.Count; i++)
        {
            try
            {
                File.Delete(Path.Combine(i < moved ? _options.Dir : _options.Tmp, names[i]));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What somebody has taken in already comes once more.
            }
        }
    }
}
