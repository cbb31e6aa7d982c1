using System.Text;

namespace IntelMQ.Testing.Conformance;

/// <summary>Inputs for parsers that no feed sends: always the same ones, so that what fails once fails again.</summary>
internal static class RandomInput
{
    private const int Seed = 20260101;
    private const int Count = 300;
    private const int MaxPieces = 60;

    // What the usual formats are made of, and what breaks them.
    private static readonly string[] Pieces =
    [
        "\n", "\r\n", "\r", ",", ";", "\t", "|", "\"", "\"\"", "'", "#", " ", ":", "=", "{", "}", "[", "]", "null", "true", "0", "-1", "1e400",
        "192.0.2.1", "2001:db8::1", "example.com", "http://example.com/", "AS64496", "2026-01-01T00:00:00Z", "<td>", "</table>", "<", "&amp;",
        "\0", "\uFEFF", "\u00e4", "\ud83d\ude00", "\\u0000", "\\", "%s", "{}", "[]", "[[", "{\"a\":", "\"a\",\"b\"\n",
    ];

    public static IEnumerable<byte[]> All()
    {
        var random = new Generator(Seed);
        yield return "\n"u8.ToArray();
        yield return "\0"u8.ToArray();
        yield return [0xFF, 0xFE, 0x00, 0xD8];
        yield return Encoding.UTF8.GetBytes(new string('[', 5000));
        yield return Encoding.UTF8.GetBytes(new string('"', 4999));
        for (int i = 0; i < Count; i++)
            yield return i % 3 == 0 ? Bytes(random) : Text(random);
    }

    private static byte[] Bytes(Generator random)
    {
        var bytes = new byte[1 + random.Next(400)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Text(Generator random)
    {
        var text = new StringBuilder();
        int pieces = 1 + random.Next(MaxPieces);
        for (int i = 0; i < pieces; i++)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // SplitMix64: the framework may change its own generator's numbers.
    private sealed class Generator(ulong state)
    {
        public int Next(int below)
        {
            state += 0x9E3779B97F4A7C15;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
        }
    }
}
