using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Text;

/// <summary>Values by UTF-8 name, found without making a string or an array. Not thread-safe while names are added.</summary>
/// <typeparam name="T">What is found.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Utf8Map<T>
{
    private readonly Dictionary<byte[], T> _values = new(Utf8NameComparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>Creates an empty map.</summary>
    public Utf8Map() => _lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many names there are.</summary>
    public int Count => _values.Count;

    /// <summary>All values.</summary>
    public IReadOnlyCollection<T> Values => _values.Values;

    /// <summary>All names with their values.</summary>
    public IEnumerable<KeyValuePair<byte[], T>> Entries => _values;

    /// <summary>Finds the value of a name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value) => _lookup.TryGetValue(name, out value);

    /// <summary>Adds a name that is not there yet.</summary>
    /// <exception cref="ArgumentException">The name is there.</exception>
    public void Add(ReadOnlySpan<byte> name, T value) => _values.Add(name.ToArray(), value);

    private sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8NameComparer Instance { get; } = new();

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
