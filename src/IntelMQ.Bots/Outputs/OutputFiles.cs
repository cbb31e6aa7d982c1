using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>The files of a template, by what the template gives; only some of them are open at a time.</summary>
internal sealed class OutputFiles(FileNameTemplate template, int maxOpen) : IDisposable
{
    private readonly Dictionary<byte[], OutputFile> _files = new(new ByteComparer());
    private readonly List<OutputFile> _open = [];

    /// <summary>The file of what the template gave.</summary>
    public OutputFile Get(ReadOnlySpan<byte> rendered)
    {
        Dictionary<byte[], OutputFile>.AlternateLookup<ReadOnlySpan<byte>> byBytes = _files.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!byBytes.TryGetValue(rendered, out OutputFile? file))
            byBytes[rendered] = file = new OutputFile(template.PathOf(rendered));
        return file;
    }

    /// <summary>Closes the file that was written longest ago, where as many are open as may be.</summary>
    public void MakeRoomFor(OutputFile file)
    {
        if (file.IsOpen)
            return;
        _open.RemoveAll(static other => !other.IsOpen);
        if (_open.Count >= maxOpen)
        {
            OutputFile oldest = _open.MinBy(static other => other.LastUse)!;
            oldest.Close();
            _open.Remove(oldest);
        }

        _open.Add(file);
    }

    /// <summary>Forgets the files that are not open.</summary>
    public void Trim()
    {
        if (_files.Count <= maxOpen)
            return;
        foreach ((byte[] key, OutputFile file) in _files)
        {
            if (!file.IsOpen)
                _files.Remove(key);
        }
    }

    public void Dispose()
    {
        foreach (OutputFile file in _files.Values)
            file.Dispose();
        _files.Clear();
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
