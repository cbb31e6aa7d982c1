using IntelMQ.Benchmarks.Data;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>The floor for <see cref="ShadowserverRows"/>.</summary>
internal static class ShadowserverFloor
{
    private static readonly TableFloor Table = new(ShadowserverRows.Header, ShadowserverRows.Columns.Select(static column => column.Field));

    public static void Run(byte[][] reports, Utf8Buffer output)
    {
        foreach (byte[] report in reports)
            Table.Run(report, output);
    }
}
