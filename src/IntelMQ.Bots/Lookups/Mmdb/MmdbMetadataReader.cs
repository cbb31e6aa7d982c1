using System.Text;
using System.Text.Unicode;

namespace IntelMQ.Bots.Lookups.Mmdb;

/// <summary>Finds and reads the metadata at the end of a file.</summary>
internal static class MmdbMetadataReader
{
    /// <summary>The format allows the metadata, its marker included, no more.</summary>
    public const int MaxSize = 128 * 1024;

    private const int MaxEntries = 1024;
    private const int MaxText = 16 * 1024;
    private const long MaxUnixSeconds = 253402300799;

    private static ReadOnlySpan<byte> Marker =>
    [
        0xAB, 0xCD, 0xEF,
        (byte)'M', (byte)'a', (byte)'x', (byte)'M', (byte)'i', (byte)'n', (byte)'d', (byte)'.', (byte)'c', (byte)'o', (byte)'m',
    ];

    /// <summary>Reads the metadata.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="markerStart">Where the data section ends.</param>
    public static MmdbMetadata Read(byte[] file, out int markerStart)
    {
        int tail = Math.Max(0, file.Length - MaxSize);
        int found = file.AsSpan(tail).LastIndexOf(Marker);
        if (found < 0)
            throw new InvalidDatabaseException("there is no metadata marker in the file's last 128 KiB, which start", tail);

        markerStart = tail + found;
        var section = new MmdbSection(file, markerStart + Marker.Length, file.Length);
        var map = new MmdbRecord(section, 0);
        if (map.Kind != MmdbKind.Map)
            throw section.Error("the metadata is no map", 0);

        ulong major = Required(section, map, "binary_format_major_version"u8);
        if (major != 2)
            throw section.Error($"the file has version {major} of the format where 2 is known", 0);

        return new MmdbMetadata
        {
            NodeCount = (uint)InRange(section, Required(section, map, "node_count"u8), uint.MaxValue, "node count"),
            RecordSize = RecordSize(section, Required(section, map, "record_size"u8)),
            IPVersion = IPVersion(section, Required(section, map, "ip_version"u8)),
            DatabaseType = map["database_type"u8].TryGetString(out string? type) ? type : "",
            BuildEpoch = BuildEpoch(section, map["build_epoch"u8]),
            Languages = Languages(section, map["languages"u8]),
            Description = Description(section, map["description"u8]),
        };
    }

    private static ulong Required(MmdbSection section, MmdbRecord map, ReadOnlySpan<byte> key)
        => map[key].TryGetUInt64(out ulong value)
            ? value
            : throw section.Error($"the metadata lacks the integer {Encoding.UTF8.GetString(key)}", 0);

    private static ulong InRange(MmdbSection section, ulong value, ulong max, string name)
        => value <= max ? value : throw section.Error($"the metadata has the {name} {value}", 0);

    private static int RecordSize(MmdbSection section, ulong bits)
        => bits is 24 or 28 or 32 ? (int)bits : throw section.Error($"the metadata has the record size {bits} where 24, 28 and 32 are known", 0);

    private static int IPVersion(MmdbSection section, ulong version)
        => version is 4 or 6 ? (int)version : throw section.Error($"the metadata has the IP version {version}", 0);

    private static DateTimeOffset BuildEpoch(MmdbSection section, MmdbRecord value)
        => value.TryGetUInt64(out ulong seconds)
            ? DateTimeOffset.FromUnixTimeSeconds((long)InRange(section, seconds, MaxUnixSeconds, "build epoch"))
            : DateTimeOffset.UnixEpoch;

    private static string[] Languages(MmdbSection section, MmdbRecord array)
    {
        if (array.Kind != MmdbKind.Array)
            return [];

        var languages = new string[BoundedCount(section, array)];
        int position = array.PayloadOffset;
        for (int i = 0; i < languages.Length; i++)
            languages[i] = ReadText(section, ref position);
        return languages;
    }

    private static Dictionary<string, string> Description(MmdbSection section, MmdbRecord map)
    {
        var description = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map.Kind != MmdbKind.Map)
            return description;

        int position = map.PayloadOffset;
        for (int i = BoundedCount(section, map); i > 0; i--)
        {
            string language = ReadText(section, ref position);
            description[language] = ReadText(section, ref position);
        }

        return description;
    }

    // Both bounds together keep pointers to one long text from taking the memory away.
    private static int BoundedCount(MmdbSection section, MmdbRecord container)
        => container.Count <= MaxEntries ? container.Count : throw section.Error("the metadata has a list that is too long", container.PayloadOffset);

    private static string ReadText(MmdbSection section, ref int position)
    {
        int start = position;
        ReadOnlySpan<byte> text = section.ReadKey(ref position);
        if (text.Length > MaxText)
            throw section.Error("the metadata has a text that is too long", start);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw section.Error("the metadata has a text that is not UTF-8", start);
    }
}
