using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Messages;

public sealed class ReportReadTests
{
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(200000)]
    public async Task A_stream_becomes_the_raw_data_of_a_report_and_stays_open(int length)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(static number => (byte)number)];
        using var stream = new MemoryStream(data);
        Report report = await Report.ReadAsync(stream);
        Assert.Equal(data, report.Raw.ToArray());
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_stream_without_end_is_refused_at_the_limit()
    {
        var endless = new Endless();
        await Assert.ThrowsAsync<InvalidDataException>(async () => await BoundedBytes.ReadAsync(endless, 1 << 20, CancellationToken.None));
        Assert.InRange(endless.Given, 1 << 20, 3 << 20);
    }
}
