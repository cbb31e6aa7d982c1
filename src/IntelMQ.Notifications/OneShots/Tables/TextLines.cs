using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Reads lines that are not empty, each of bounded length.</summary>
internal static class TextLines
{
    public static IEnumerable<(long Line, string Text)> Read(Stream stream, TableSettings settings, TableLimits limits)
    {
        using var reader = new StreamReader(stream, CharacterSets.Find(settings.Encoding) ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        var buffer = new char[1 << 15];
        long number = 1;
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            int start = 0;
            while (start < read)
            {
                int length = buffer.AsSpan(start, read - start).IndexOf('\n');
                line.Append(buffer, start, length < 0 ? read - start : length);
                if (line.Length > limits.RowBytes)
                    throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is longer than {limits.RowBytes} characters."));
                if (length < 0)
                    break;
                if (Take(line) is { } text)
                    yield return (number, text);
                number++;
                start += length + 1;
            }
        }

        if (Take(line) is { } last)
            yield return (number, last);
    }

    private static string? Take(StringBuilder line)
    {
        string text = line.ToString().Trim();
        line.Clear();
        return text.Length == 0 ? null : text;
    }
}
