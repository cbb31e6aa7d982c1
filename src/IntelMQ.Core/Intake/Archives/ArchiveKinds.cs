namespace IntelMQ.Intake;

/// <summary>What a file's first bytes say of how it is packed.</summary>
internal enum ArchiveKind
{
    None,
    Zip,
    Gzip,
    Bzip2,
    Xz,
    Unsupported,
}

/// <summary>Tells how a file is packed by its first bytes.</summary>
internal static class ArchiveKinds
{
    public static ArchiveKind Of(ReadOnlySpan<byte> head)
        => head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) ? ArchiveKind.Zip
        : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ArchiveKind.Gzip
        : head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] ? ArchiveKind.Bzip2
        : head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? ArchiveKind.Xz
        : NameOf(head) is not null ? ArchiveKind.Unsupported
        : ArchiveKind.None;

    /// <summary>What a file is that is packed in a way which is not supported; <see langword="null"/> for all others.</summary>
    public static string? NameOf(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "Zstandard data"
        : head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) ? "a 7z archive"
        : head.StartsWith("Rar!\x1A\x07"u8) ? "a RAR archive"
        : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x9D]) ? "compress data (.Z)"
        : null;
}
