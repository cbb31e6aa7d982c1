using IntelMQ.Benchmarks.Data;

namespace IntelMQ.Benchmarks.Tests;

public sealed class ReportFileTests
{
    [Fact]
    public void A_report_file_has_its_size_and_is_the_same_each_time()
    {
        string first = Path.GetTempFileName();
        string second = Path.GetTempFileName();

        int rows = ReportFile.Write(first, 1 << 20);
        ReportFile.Write(second, 1 << 20);

        Assert.True(new FileInfo(first).Length >= 1 << 20);
        string[] lines = File.ReadAllLines(first);
        Assert.Equal(rows + 1, lines.Length);
        Assert.Equal(ShadowserverRows.Header, lines[0]);
        Assert.Equal(rows, lines.Skip(1).Distinct().Count());
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        File.Delete(first);
        File.Delete(second);
    }
}
