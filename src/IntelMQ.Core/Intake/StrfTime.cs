using System.Globalization;
using System.Text;

namespace IntelMQ.Intake;

/// <summary>Writes times by C's <c>strftime</c> in the C locale.</summary>
public static class StrfTime
{
    private const string Codes = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%f";

    /// <summary>The first code that is not known; <see langword="null"/> where all are.</summary>
    /// <param name="format">The format, such as <c>%Y-%m-%d</c>.</param>
    public static string? Check(string format)
    {
        ArgumentNullException.ThrowIfNull(format);
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] == '%' && (++i == format.Length || !Codes.Contains(format[i], StringComparison.Ordinal)))
                return i == format.Length ? "" : format[i].ToString();
        }

        return null;
    }

    /// <summary>A time as text.</summary>
    /// <param name="format">The format.</param>
    /// <param name="time">The time, written in its own zone.</param>
    public static string Format(string format, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(format);
        var output = new StringBuilder();
        Append(format, time, output);
        return output.ToString();
    }

    internal static void Append(string format, DateTimeOffset time, StringBuilder output)
    {
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                output.Append(format[i]);
            else
                output.Append(Part(format[++i], time));
        }
    }

    private static string Part(char code, DateTimeOffset time) => code switch
    {
        'a' => Net("ddd", time),
        'A' => Net("dddd", time),
        'b' or 'h' => Net("MMM", time),
        'B' => Net("MMMM", time),
        'c' => $"{Net("ddd MMM", time)} {time.Day,2} {Net("HH:mm:ss yyyy", time)}",
        'C' => Number(time.Year / 100, 2),
        'd' => Number(time.Day, 2),
        'D' or 'x' => Net("MM'/'dd'/'yy", time),
        'e' => $"{time.Day,2}",
        'f' => Net("ffffff", time),
        'F' => Net("yyyy-MM-dd", time),
        'g' => Number(ISOWeek.GetYear(time.DateTime) % 100, 2),
        'G' => Number(ISOWeek.GetYear(time.DateTime), 4),
        'H' => Number(time.Hour, 2),
        'I' => Net("hh", time),
        'j' => Number(time.DayOfYear, 3),
        'k' => $"{time.Hour,2}",
        'l' => $"{((time.Hour + 11) % 12) + 1,2}",
        'm' => Number(time.Month, 2),
        'M' => Number(time.Minute, 2),
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'r' => Net("hh:mm:ss ", time) + Part('p', time),
        'R' => Net("HH:mm", time),
        's' => Number(time.ToUnixTimeSeconds(), 1),
        'S' => Number(time.Second, 2),
        't' => "\t",
        'T' or 'X' => Net("HH:mm:ss", time),
        'u' => Number(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, 1),
        'U' => Number((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2),
        'V' => Number(ISOWeek.GetWeekOfYear(time.DateTime), 2),
        'w' => Number((int)time.DayOfWeek, 1),
        'W' => Number((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7, 2),
        'y' => Number(time.Year % 100, 2),
        'Y' => Number(time.Year, 4),
        // A time without zone, as IntelMQ uses it, has neither.
        'z' or 'Z' => "",
        _ => "%",
    };

    private static string Net(string format, DateTimeOffset time) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Number(long value, int digits) => value.ToString($"D{digits}", CultureInfo.InvariantCulture);
}
