using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Tests.OneShots;

/// <summary>Measures the memory of the process, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(LargeTableTests), DisableParallelization = true)]
[Collection(nameof(LargeTableTests))]
public sealed class LargeTableTests
{
    [Fact]
    public void A_million_rows_are_checked_in_little_memory()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (var writer = new StreamWriter(path))
            {
                writer.WriteLine("ip,port,note");
                for (int i = 0; i < 1_000_000; i++)
                    writer.WriteLine($"198.51.100.{i % 256},{(i % 10 == 0 ? "x" : "443")},row {i}");
            }

            using FileStream file = File.OpenRead(path);
            TableSettings settings = TableSniffer.Sniff(file);
            var mapping = new TableMapping([new("ip", "source.ip"), new("port", "source.port")]) { Constants = new Dictionary<string, string> { ["classification.type"] = "vulnerable-system" } };
            long most = 0;
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var check = new TableCheck();
            foreach (MappedRow row in check.Read(file, settings, mapping, new TableLimits(), Schema.Default))
            {
                if (row.Row % 100_000 == 0)
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }

            Assert.Equal((1_000_000, 900_000, 100_000, TableCheck.MaxErrors), (check.Rows, check.Valid, check.ErrorCount, check.Errors.Count));
            Assert.InRange(most - before, long.MinValue, 64 << 20);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
