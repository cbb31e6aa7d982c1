using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Kills.Services;

/// <summary>
/// Plays a server that has one feed, an archive of several reports. The next version takes its place when somebody shows that the last one is
/// known: a version that nobody had is nothing that could be lost.
/// </summary>
internal sealed class FeedPlayer : HttpPlayer
{
    private const int ReportsPerVersion = 5;

    private readonly Lock _gate = new();
    private byte[] _archive = [];
    private int _count;
    private int _most;

    public override int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    private string Version => string.Create(CultureInfo.InvariantCulture, $"\"{_count}\"");

    public override void Add(int count)
    {
        lock (_gate)
        {
            _most += count;
            if (_count == 0)
                Publish();
        }
    }

    protected override byte[] Answer(HttpListenerRequest request, string body, HttpListenerResponse response)
    {
        lock (_gate)
        {
            if (request.Headers["If-None-Match"] == Version)
            {
                if (_count >= _most)
                {
                    response.StatusCode = (int)HttpStatusCode.NotModified;
                    return [];
                }

                Publish();
            }

            response.Headers["ETag"] = Version;
            return _archive;
        }
    }

    private void Publish()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int last = Math.Min(_count + ReportsPerVersion, _most); _count < last; _count++)
            {
                using Stream entry = archive.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{_count % ReportsPerVersion}.json")).Open();
                entry.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"n\": {_count}}}")));
            }
        }

        _archive = buffer.ToArray();
    }
}
