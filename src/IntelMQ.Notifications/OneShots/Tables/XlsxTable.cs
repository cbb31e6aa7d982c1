using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Reads the first sheet of a workbook, after looking at what its parts would unpack to.</summary>
internal static class XlsxTable
{
    private const int MostParts = 10_000;

    // The sizes that a zip names are what is unpacked at most: the reader of entries ends there.
    private static readonly string[] Unwanted = ["The workbook is damaged, or protected by a password.", "The workbook has too many parts."];

    public static IEnumerable<TableRow> Read(Stream stream, TableLimits limits)
    {
        Check(stream, limits);

        // The library asks for Windows-1252 even where a workbook needs no code page.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        stream.Position = 0;
        using IExcelDataReader sheet = Try(() => ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true }));
        if (sheet.FieldCount > limits.Columns)
            throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"The sheet has {sheet.FieldCount} columns; {limits.Columns} are read at most."));
        long number = 0;
        for (long line = 1; Try(sheet.Read); line++)
        {
            if (line > limits.Rows * 2)
                throw new TableFaultException("The sheet has too many empty rows.");
            var cells = new string[sheet.FieldCount];
            for (int i = 0; i < cells.Length; i++)
                cells[i] = TextOf(sheet.GetValue(i));
            if (Array.Exists(cells, static cell => cell.Length > 0))
                yield return new TableRow(++number, line, cells);
        }
    }

    private static void Check(Stream stream, TableLimits limits) => Try(() =>
    {
        stream.Position = 0;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MostParts)
            throw new TableFaultException(Unwanted[1]);
        long size = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
            size += entry.Length;
        if (size > limits.WorkbookBytes)
            throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"Unpacked, the workbook has {size} bytes; {limits.WorkbookBytes} are read at most."));
        return true;
    });

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ExcelReaderException or XmlException or InvalidDataException or FormatException or OverflowException
            or ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException or NotSupportedException)
        {
            throw new TableFaultException(Unwanted[0]);
        }
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text.Trim(),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
