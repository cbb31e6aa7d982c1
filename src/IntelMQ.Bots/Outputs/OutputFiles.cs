using System.Diagnostics.CodeAnalysis;
using IntelMQ.Export;

namespace IntelMQ.Bots.Outputs;

/// <summary>The files of a template, by what the template gives.</summary>
internal sealed class OutputFiles(FileNameTemplate template, Func<string, OutputFile> make, int maxKept) : IDisposable
{
    private readonly Dictionary<byte[], OutputFile> _files = new(new ByteComparer());

    /// <summary>The file of what the template gave.</summary>
    public OutputFile Get(ReadOnlySpan<byte> rendered)
    {
        Dictionary<byte[], OutputFile>.AlternateLookup<ReadOnlySpan<byte>> byBytes = _files.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!byBytes.TryGetValue(rendered, out OutputFile? file))
            byBytes[rendered] = file = make(template.PathOf(rendered));
        return file;
    }

    /// <summary>Forgets the files where there are too many of them.</summary>
    public void Trim()
    {
        if (_files.Count > maxKept)
            Dispose();
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
