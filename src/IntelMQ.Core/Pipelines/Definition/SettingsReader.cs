using System.Globalization;
using IntelMQ.Text;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>Reads the settings of a section one by one and knows in the end which of its keys nobody asked for.</summary>
internal sealed class SettingsReader(IConfiguration section, string owner, List<string> complaints)
{
    private readonly List<string> _names = [];

    public string? Text(string name)
    {
        _names.Add(name);
        return section[name];
    }

    public int? Number(string name)
    {
        string? text = Text(name);
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number;
        return Refuse<int>(name, text, "a whole number");
    }

    public bool? Flag(string name)
    {
        string? text = Text(name);
        if (text is null)
            return null;
        return bool.TryParse(text, out bool flag) ? flag : Refuse<bool>(name, text, "true or false");
    }

    public TimeSpan? Time(string name)
    {
        string? text = Text(name);
        if (text is null)
            return null;
        // A number alone would be days, which nobody means.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time))
            return time;
        return Refuse<TimeSpan>(name, text, "a time such as 00:05:00 (hours, minutes, seconds)");
    }

    public SettingsReader? Section(string name)
    {
        _names.Add(name);
        IConfigurationSection inner = section.GetSection(name);
        return inner.GetChildren().Any() ? new SettingsReader(inner, $"{owner}: {name}", complaints) : null;
    }

    /// <summary>Complains about keys that were not asked for.</summary>
    /// <param name="others">Keys that somebody else reads.</param>
    public void CheckNames(params string[] others)
    {
        string[] known = [.. _names, .. others];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                continue;
            string? nearest = NearestName.Find(child.Key, known);
            complaints.Add($"{owner}: there is no setting '{child.Key}'{(nearest is null ? $"; there are {string.Join(", ", known)}." : $"; did you mean '{nearest}'?")}");
        }
    }

    private T? Refuse<T>(string name, string text, string expected)
        where T : struct
    {
        complaints.Add($"{owner}: {name} cannot be '{text}': it must be {expected}.");
        return null;
    }
}
