using System.Text;

namespace IntelMQ.Benchmarks.Data;

/// <summary>Writes a report of <see cref="ShadowserverRows"/> of any size to a file, and always the same.</summary>
internal static class ReportFile
{
    private const int RowsAtOnce = 4096;

    /// <summary>Writes header and rows until the file has the size.</summary>
    /// <returns>How many rows.</returns>
    public static int Write(string path, long bytes)
    {
        var random = new Random(ShadowserverRows.Seed);
        using FileStream file = File.Create(path, 1 << 20);
        var text = new StringBuilder(ShadowserverRows.Header).Append('\n');
        int rows = 0;
        while (file.Length < bytes)
        {
            for (int i = 0; i < RowsAtOnce; i++)
                ShadowserverRows.AppendRow(text, random, rows++);
            foreach (ReadOnlyMemory<char> chunk in text.GetChunks())
                file.Write(Encoding.UTF8.GetBytes(chunk.ToArray()));
            text.Clear();
        }

        return rows;
    }
}
