using System.Globalization;
using System.Resources;

namespace IntelMQ.Dashboard.Pages;

/// <summary>The texts of pages in one language: of the browser's, those that there are; never the process's.</summary>
public sealed class Words
{
    // Both are in this assembly: no satellite has to be found beside it.
    private static readonly Words English = new("en", "English");
    private static readonly Words German = new("de", "German");

    private readonly ResourceManager _texts;
    private readonly CultureInfo _numbers;

    private Words(string language, string name)
    {
        Language = language;
        _texts = new ResourceManager($"IntelMQ.Dashboard.Pages.Texts{name}", typeof(Words).Assembly);
        _numbers = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        _numbers.NumberFormat.NumberGroupSeparator = language == "de" ? "." : ",";
    }

    /// <summary>The language's code.</summary>
    public string Language { get; }

    /// <summary>The text of a name; the name where there is none.</summary>
    public string this[string name] => _texts.GetString(name, CultureInfo.InvariantCulture) ?? name;

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

    /// <summary>A text with values in it.</summary>
    public string Format(string name, params object[] values) => string.Format(_numbers, this[name], values);

    /// <summary>A number with its thousands apart; a dash for none.</summary>
    public string Number(long? number) => number is { } value ? value.ToString("N0", _numbers) : "–";
}
