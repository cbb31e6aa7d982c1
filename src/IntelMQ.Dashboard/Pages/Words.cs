using System.Globalization;
using System.Resources;

namespace IntelMQ.Dashboard.Pages;

/// <summary>The texts of pages in one language: of the browser's, those that there are; never the process's.</summary>
public sealed class Words
{
    // Both are in this assembly: no satellite has to be found beside it.
    private readonly ResourceManager _texts;
    private readonly Words? _others;
    private readonly CultureInfo _numbers;

    private Words(string language, ResourceManager texts, Words? others)
    {
        Language = language;
        _texts = texts;
        _others = others;
        _numbers = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        _numbers.NumberFormat.NumberGroupSeparator = language == "de" ? "." : ",";
    }

    /// <summary>The language's code.</summary>
    public string Language { get; }

    internal static Words English { get; } = new("en", TextsOf("English"), null);

    internal static Words German { get; } = new("de", TextsOf("German"), null);

    /// <summary>The text of a name: a module's own before the dashboard's; the name where there is none.</summary>
    public string this[string name] => _texts.GetString(name, CultureInfo.InvariantCulture) ?? _others?[name] ?? name;

    /// <summary>The languages of a header <c>Accept-Language</c>, the first that is known.</summary>
    public static Words Of(string? header)
    {
        foreach (string part in (header ?? "").Split(',', 20))
        {
            string language = part.Split(';')[0].Trim();
            if (language.StartsWith("de", StringComparison.OrdinalIgnoreCase))
                return German;
            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }

        return English;
    }

    /// <summary>Texts that are looked for before these.</summary>
    internal Words With(ResourceManager texts) => new(Language, texts, this);

    /// <summary>A text with values in it.</summary>
    public string Format(string name, params object[] values) => string.Format(_numbers, this[name], values);

    /// <summary>A number with its thousands apart; a dash for none.</summary>
    public string Number(long? number) => number is { } value ? value.ToString("N0", _numbers) : "–";

    /// <summary>A time as pages show it: to the second, in UTC, the same in every language.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    private static ResourceManager TextsOf(string name) => new($"IntelMQ.Dashboard.Pages.Texts{name}", typeof(Words).Assembly);
}
