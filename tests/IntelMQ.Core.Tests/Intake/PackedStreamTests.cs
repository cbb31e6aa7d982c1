using System.Formats.Tar;
using System.Text;
using IntelMQ.Intake;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace IntelMQ.Core.Tests.Intake;

/// <summary>bzip2 and xz: whole data is given whole, and what is cut or damaged is an error with a reason, never less data.</summary>
public sealed class PackedStreamTests
{
    private const string Xz =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AIdAH1dABiOQoh0t0nuvT0Zcg127of9OqjOaO/0rk/N4+lx/dXqwg9OG2KoJMepbJA+LE73W58+NS6bf5Qhu0hOW2G3R2fOUyte5/GpvcBKgslaUAz6Su+kci2zTvlCQLZ6RP3iHvC5czs6kPVlT59Lta0cI8fZsshEbJMU2/4hABgAAAAAAJ+ohtLRQSbBAAGZAZ4EAACthMqescRn+wIAAAAABFla";

    private static readonly byte[] Rows = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 40).Select(static i => $"192.0.2.{i % 256},{i}\n")));

    public static TheoryData<string> Kinds { get; } = ["bzip2", "xz"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whole_data_is_unpacked_and_so_are_members_in_a_row(string kind)
    {
        byte[] packed = Packed(kind);
        Assert.Equal(Rows, (await UnpackAsync(packed)).Single());
        Assert.Equal((byte[])[.. Rows, .. Rows], (await UnpackAsync([.. packed, .. packed])).Single());
    }

    [Fact]
    public async Task Padding_of_zeros_behind_xz_data_is_passed_over()
        => Assert.Equal((byte[])[.. Rows, .. Rows], (await UnpackAsync([.. Packed("xz"), 0, 0, 0, 0, .. Packed("xz"), 0, 0, 0, 0])).Single());

    [Fact]
    public async Task The_files_of_a_packed_tar_are_given_one_by_one()
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            foreach (string name in (string[])["a.csv", "b.csv"])
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Rows) });
        }

        Assert.Equal([Rows, Rows], await UnpackAsync(Bzip2(tar.ToArray())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cut_data_is_an_error_wherever_it_is_cut(string kind)
    {
        byte[] packed = Packed(kind);
        for (int length = 12; length < packed.Length; length++)
            Assert.Contains(kind, (await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(packed[..length]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_changed_byte_is_an_error_or_does_no_harm(string kind)
    {
        byte[] packed = Packed(kind);
        // The first bytes tell the kind: data with others is no archive, and taken as it is.
        for (int i = 10; i < packed.Length; i++)
        {
            byte[] changed = [.. packed];
            changed[i] ^= 0x55;
            try
            {
                Assert.Equal(Rows, (await UnpackAsync(changed)).Single());
            }
            catch (InvalidDataException)
            {
                // As it has to be.
            }
        }
    }

    [Fact]
    public async Task What_unpacks_to_more_than_is_allowed_is_refused()
    {
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(Bzip2(new byte[2_000_000]), new UnpackBudget(1_000_000, 250)));
        Assert.Contains("max_unpacked_size", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Packed(string kind) => kind == "xz" ? Convert.FromBase64String(Xz) : Bzip2(Rows);

    private static byte[] Bzip2(byte[] data)
    {
        var packed = new MemoryStream();
        using (BZip2Stream stream = BZip2Stream.Create(packed, CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true))
            stream.Write(data);
        return packed.ToArray();
    }

    private static async Task<List<byte[]>> UnpackAsync(byte[] packed, UnpackBudget? budget = null)
    {
        var files = new List<byte[]>();
        await foreach (ArchiveEntry entry in Archive.ReadAsync(new MemoryStream(packed), "feed", FileSelection.All, budget ?? new UnpackBudget(1 << 30, 250), default))
        {
            var content = new MemoryStream();
            await entry.Content.CopyToAsync(content);
            files.Add(content.ToArray());
        }

        return files;
    }
}
