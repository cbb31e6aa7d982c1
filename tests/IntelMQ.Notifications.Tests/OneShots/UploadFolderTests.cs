using System.Security.Cryptography;
using IntelMQ.Notifications.OneShots.Uploads;
using IntelMQ.Notifications.Tests.Contacts;
using IntelMQ.Testing;

namespace IntelMQ.Notifications.Tests.OneShots;

public sealed class UploadFolderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"uploads-{Guid.NewGuid():N}");

    private readonly List<UploadFolder> _folders = [];

    public void Dispose()
    {
        _folders.ForEach(static folder => folder.Dispose());
        Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task A_file_comes_in_slices_and_goes_on_after_a_restart()
    {
        Upload upload = (await Folder().BeginAsync("ada", "../../etc/hosts.csv", 6, default)).Upload!;
        Assert.Equal("hosts.csv", upload.Name);
        Assert.Null((await AppendAsync(_folders[0], upload.Id, 0, "abc")).Refusal);
        UploadFolder again = Folder();
        Assert.Equal(3, again.Find(upload.Id)!.Received);
        Assert.Null(again.Open(upload.Id));
        Assert.Null((await AppendAsync(again, upload.Id, 3, "def")).Refusal);
        using FileStream file = again.Open(upload.Id)!;
        using var text = new StreamReader(file);
        Assert.Equal("abcdef", text.ReadToEnd());
    }

    [Fact]
    public async Task A_slice_that_is_there_already_is_not_written_again()
    {
        UploadFolder folder = Folder();
        Upload upload = (await folder.BeginAsync("ada", "x", 6, default)).Upload!;
        await AppendAsync(folder, upload.Id, 0, "abc");
        Assert.Equal(new UploadReply(upload with { Received = 3 }, null), await AppendAsync(folder, upload.Id, 0, "abc"));
    }

    [Theory]
    [InlineData(1, "bc", null, "The next slice begins at 0, this one at 1.")]
    [InlineData(0, "abc", "00", "The slice is not what its SHA-256 says. Send it again.")]
    [InlineData(0, "abcdefg", null, "The file is longer than was announced.")]
    [InlineData(0, "abcdefghi", null, "A slice has at most 8 bytes.")]
    public async Task Wrong_slices_are_refused(long offset, string slice, string? hash, string reason)
    {
        UploadFolder folder = Folder();
        Upload upload = (await folder.BeginAsync("ada", "x", 6, default)).Upload!;
        Assert.Equal(new UploadReply(upload, reason), await AppendAsync(folder, upload.Id, offset, slice, hash));
    }

    [Fact]
    public async Task Files_have_a_quota_and_old_ones_make_room()
    {
        UploadFolder folder = Folder();
        Assert.StartsWith("A file has from 1 to 60 bytes", (await folder.BeginAsync("ada", "x", 61, default)).Refusal, StringComparison.Ordinal);
        Upload first = (await folder.BeginAsync("ada", "x", 60, default)).Upload!;
        Assert.StartsWith("There is no room", (await folder.BeginAsync("ada", "y", 60, default)).Refusal, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(Path.Combine(_path, $"{first.Id}.data"), Entries.Now.UtcDateTime.AddDays(-15));
        Assert.NotNull((await folder.BeginAsync("ada", "y", 60, default)).Upload);
        Assert.Null(folder.Find(first.Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../../../../etc/passwd0000000")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void What_is_no_upload_leads_to_nothing(string? id) => Assert.Null(Folder().Find(id));

    private static Task<UploadReply> AppendAsync(UploadFolder folder, string id, long offset, string slice, string? hash = null)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(slice);
        return folder.AppendAsync(id, offset, bytes, hash ?? Convert.ToHexString(SHA256.HashData(bytes)), default);
    }

    private UploadFolder Folder()
    {
        _folders.Add(new UploadFolder(_path, new UploadLimits { FileBytes = 60, SliceBytes = 8, AllBytes = 100 }, new FakeClock(Entries.Now)));
        return _folders[^1];
    }
}
