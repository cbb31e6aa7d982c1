using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// One of IntelMQ's named conversions to a time (the parameter <c>time_format</c>), or an exact .NET format. Immutable and thread-safe;
/// never throws on input.
/// </summary>
public sealed class TimeFormat
{
    private const string NotFormat = "is not a time of the expected format";
    private const string NotSeconds = "is not a number of seconds since 1970";
    private const string NotWindows = "is not a Windows time stamp";
    private const string NotMillis = "is not an integer";
    private const string NotIso = "is not a date and time of the form YYYY-MM-DDTHH:MM:SS+00:00";

    private readonly Method _method;
    private readonly StrptimeFormat? _strptime;
    private readonly ExactFormat? _exact;
    private readonly TimeProvider? _clock;

    private TimeFormat(Method method, StrptimeFormat? strptime = null, ExactFormat? exact = null, TimeProvider? clock = null)
    {
        _method = method;
        _strptime = strptime;
        _exact = exact;
        _clock = clock;
    }

    private enum Method
    {
        Fuzzy,
        Timestamp,
        WindowsNt,
        EpochMillis,
        UtcIsoFormat,
        Strptime,
        StrptimeMidnight,
        Exact,
    }

    /// <summary>Any form that <see cref="UtcTime.TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/> reads (<c>fuzzy</c>).</summary>
    public static TimeFormat Fuzzy { get; } = new(Method.Fuzzy);

    /// <summary>Seconds since 1970, decimals allowed, rounded to microseconds (<c>timestamp</c>).</summary>
    public static TimeFormat Timestamp { get; } = new(Method.Timestamp);

    /// <summary>An integer of 100 ns since 1601-01-01 (<c>windows_nt</c>).</summary>
    public static TimeFormat WindowsNt { get; } = new(Method.WindowsNt);

    /// <summary>
    /// An integer since 1970 whose length says its unit: 10 digits are seconds, 12 hundredths of a second, 13 milliseconds; what is
    /// below a second is dropped. Any other integer gives no value: a valid result of kind <see cref="FieldValueKind.Null"/>
    /// (<c>epoch_millis</c>).
    /// </summary>
    public static TimeFormat EpochByLength { get; } = new(Method.EpochMillis);

    /// <summary>Only the form that is valid in an event, which is kept as it is (<c>utc_isoformat</c>).</summary>
    public static TimeFormat UtcIsoFormat { get; } = new(Method.UtcIsoFormat);

    /// <summary>Creates the conversion that <c>time_format</c> names.</summary>
    /// <param name="text">
    /// <c>fuzzy</c> (also null or empty), <c>timestamp</c>, <c>windows_nt</c>, <c>epoch_millis</c>, <c>utc_isoformat</c>,
    /// <c>from_format|FORMAT</c> or <c>from_format_midnight|FORMAT</c> with a format of Python's <c>strptime</c>.
    /// </param>
    /// <param name="format">The conversion.</param>
    /// <param name="error">What is wrong with the text, as a sentence without a full stop.</param>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out TimeFormat? format, [NotNullWhen(false)] out string? error)
        => TryCreate(text, null, out format, out error);

    /// <summary>Creates the conversion that <c>time_format</c> names.</summary>
    /// <param name="text">As for the other overload.</param>
    /// <param name="clock">Where given, <c>fuzzy</c> takes a missing year from it (<c>02-15</c>), as IntelMQ does; otherwise refuses.</param>
    /// <param name="format">The conversion.</param>
    /// <param name="error">What is wrong with the text, as a sentence without a full stop.</param>
    public static bool TryCreate(string? text, TimeProvider? clock, [NotNullWhen(true)] out TimeFormat? format, [NotNullWhen(false)] out string? error)
    {
        text ??= "";
        int bar = text.IndexOf('|', StringComparison.Ordinal);
        string name = bar < 0 ? text : text[..bar];
        string pattern = bar < 0 ? "" : text[(bar + 1)..];
        format = name switch
        {
            "" or "fuzzy" => clock is null ? Fuzzy : new TimeFormat(Method.Fuzzy, clock: clock),
            "timestamp" => Timestamp,
            "windows_nt" => WindowsNt,
            "epoch_millis" => EpochByLength,
            "utc_isoformat" => UtcIsoFormat,
            _ => null,
        };
        error = null;
        if (format is not null)
        {
            error = pattern.Length == 0 ? null : $"The time format {name} takes no format behind the |";
            format = error is null ? format : null;
            return error is null;
        }
        if (name is not ("from_format" or "from_format_midnight"))
            error = $"There is no time format {name}; there are fuzzy, timestamp, windows_nt, epoch_millis, utc_isoformat, from_format|FORMAT and from_format_midnight|FORMAT";
        else if (pattern.Length == 0)
            error = $"The time format {name} needs a format behind a |";
        else if (StrptimeFormat.TryCreate(pattern, out StrptimeFormat? strptime, out error))
            format = new TimeFormat(name == "from_format" ? Method.Strptime : Method.StrptimeMidnight, strptime);
        return error is null;
    }

    /// <summary>A format of Python's <c>strptime</c> (<c>from_format</c>); a text without zone is UTC.</summary>
    /// <exception cref="ArgumentException">The format is not one.</exception>
    public static TimeFormat FromFormat(string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        return new TimeFormat(Method.Strptime, StrptimeFormat.Create(format));
    }

    /// <summary>The date of a text in a format of Python's <c>strptime</c>, at midnight UTC (<c>from_format_midnight</c>).</summary>
    /// <exception cref="ArgumentException">The format is not one.</exception>
    public static TimeFormat FromFormatMidnight(string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        return new TimeFormat(Method.StrptimeMidnight, StrptimeFormat.Create(format));
    }

    internal static TimeFormat FromExact(ExactFormat format) => new(Method.Exact, exact: format);

    /// <summary>Converts a text to the form that is valid in an event.</summary>
    /// <param name="text">UTF-8: a text, or a number's digits.</param>
    /// <param name="buffer">Takes the result where it is not a part of <paramref name="text"/>.</param>
    /// <returns>
    /// A text, or the reason why there is none. <see cref="EpochByLength"/> may also give a valid result of kind
    /// <see cref="FieldValueKind.Null"/>: there is no value, and that is no error.
    /// </returns>
    public Harmonized Convert(ReadOnlySpan<byte> text, Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        string reason = TryRead(text, out DateTimeOffset instant);
        if (reason.Length > 0)
            return Harmonized.Invalid(reason);
        if (_method == Method.EpochMillis && !IsEpochLength(text))
            return Harmonized.Slice(FieldValueKind.Null, 0, 0);
        return _method == Method.UtcIsoFormat ? Harmonized.Slice(FieldValueKind.Text, 0, text.Length) : DateTimeType.Write(instant, buffer);
    }

    /// <summary>Reads the instant; <see langword="false"/> also where <see cref="EpochByLength"/> gives no value.</summary>
    /// <param name="text">UTF-8: a text, or a number's digits.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
        => TryRead(text, out instant).Length == 0 && (_method != Method.EpochMillis || IsEpochLength(text));

    // The reason why not, or nothing.
    private string TryRead(ReadOnlySpan<byte> text, out DateTimeOffset instant) => _method switch
    {
        Method.Timestamp => EpochTime.TryReadSeconds(text, out instant) ? "" : NotSeconds,
        Method.WindowsNt => EpochTime.TryReadWindows(text, out instant) ? "" : NotWindows,
        Method.EpochMillis => TryReadMillis(text, out instant) ? "" : NotMillis,
        Method.UtcIsoFormat => UtcTime.TryRead(text, out instant) ? "" : NotIso,
        Method.Strptime => _strptime!.TryParse(text, out instant) ? "" : NotFormat,
        Method.StrptimeMidnight => _strptime!.TryParseMidnight(text, out instant) ? "" : NotFormat,
        Method.Exact => _exact!.TryParse(text, out instant) ? "" : NotFormat,
        _ => (_clock is null ? UtcTime.TryParse(text, out instant) : UtcTime.TryParse(text, _clock, out instant)) ? "" : DateTimeType.NotATime,
    };

    private static bool TryReadMillis(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        // An integer of more than 64 bits has no length that counts either.
        if (!EpochTime.TryReadInteger(text, out long value))
            return text.Length > 18 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (IsEpochLength(text))
            instant = DateTimeOffset.FromUnixTimeSeconds(text.Length switch { 10 => value, 12 => value / 100, _ => value / 1000 });
        return true;
    }

    private static bool IsEpochLength(ReadOnlySpan<byte> text)
        => text.Length is 10 or 12 or 13 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>For people: how the text is read.</summary>
    public override string ToString() => _method switch
    {
        Method.Timestamp => "seconds since 1970",
        Method.WindowsNt => "100 ns since 1601",
        Method.EpochMillis => "seconds or milliseconds since 1970",
        Method.UtcIsoFormat => "a time in IntelMQ's own form",
        Method.Strptime => $"a time of the form {_strptime}",
        Method.StrptimeMidnight => $"the day of a time of the form {_strptime}",
        Method.Exact => $"a time of the form {_exact}",
        _ => "a time",
    };
}
