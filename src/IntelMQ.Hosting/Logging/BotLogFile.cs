using System.Globalization;
using System.Text;

namespace IntelMQ.Hosting.Logging;

/// <summary>One log file, which is begun anew when it has its size, where it has one; the ones before are kept with a number.</summary>
internal sealed class BotLogFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxSize;
    private readonly int _maxCopies;
    private readonly Lock _gate = new();
    private FileStream? _stream;

    /// <param name="path">The file.</param>
    /// <param name="maxSize">The size in bytes; 0 for none.</param>
    /// <param name="maxCopies">How many of those before are kept.</param>
    public BotLogFile(string path, long maxSize, int maxCopies)
    {
        _path = path;
        _maxSize = maxSize;
        _maxCopies = maxCopies;
    }

    public void Write(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_gate)
        {
            try
            {
                _stream ??= Open();
                // A file that somebody else has put away (logrotate) is not written to any more.
                if (!File.Exists(_path))
                    Reopen();
                if (_maxSize > 0 && _maxCopies > 0 && _stream!.Length > 0 && _stream.Length + bytes.Length > _maxSize)
                    Rotate();
                _stream!.Write(bytes);
                _stream.Flush();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A full disk must not stop the bots; the console has the line, too.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _stream?.Dispose();
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private void Reopen()
    {
        _stream?.Dispose();
        _stream = Open();
    }

    private void Rotate()
    {
        _stream!.Dispose();
        _stream = null;
        for (int copy = _maxCopies - 1; copy >= 0; copy--)
        {
            string from = copy == 0 ? _path : Copy(copy);
            if (File.Exists(from))
                File.Move(from, Copy(copy + 1), overwrite: true);
        }

        _stream = Open();
    }

    private string Copy(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
