using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>
/// Reads the settings of a map one by one and knows in the end which of its names nobody asked for. Settings have the names of properties;
/// a document may write them in any case, and with underscores.
/// </summary>
internal sealed class SettingsReader
{
    private const string RetrySetting = "Retry";

    private readonly ReadingContext _context;
    private readonly string? _bot;
    private readonly string _prefix;
    private readonly IReadOnlyList<DocumentEntry> _entries;
    private readonly List<string> _names = [];

    public SettingsReader(ReadingContext context, string? bot, DocumentNode map, string prefix = "")
    {
        _context = context;
        _bot = bot;
        _prefix = prefix;
        _entries = map.Entries;
    }

    public DocumentNode? Node(string name) => Entry(name)?.Value;

    public string? Text(string name)
    {
        if (Set(name) is not { } node)
            return null;
        return node.IsScalar ? node.Text : Refuse<string>(name, node, "a text");
    }

    public int? Number(string name)
    {
        if (Set(name) is not { } node)
            return null;
        if (node.IsScalar && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number;
        Refuse<string>(name, node, "a whole number");
        return null;
    }

    public double? Real(string name)
    {
        if (Set(name) is not { } node)
            return null;
        if (node.IsScalar && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return number;
        Refuse<string>(name, node, "a number");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Set(name) is not { } node)
            return null;
        if (node.Kind is (DocumentKind.Boolean or DocumentKind.Text) && bool.TryParse(node.Text, out bool flag))
            return flag;
        Refuse<string>(name, node, "true or false");
        return null;
    }

    public TimeSpan? Time(string name)
    {
        if (Set(name) is not { } node)
            return null;
        // A number alone would be days, which nobody means.
        if (node.Kind == DocumentKind.Text && node.Text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(node.Text, CultureInfo.InvariantCulture, out TimeSpan time))
            return time;
        Refuse<string>(name, node, "a time such as 00:05:00 (hours, minutes, seconds)");
        return null;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Set(name) is not { } node)
            return null;
        string[] names = Enum.GetNames<T>();
        int found = node.Kind == DocumentKind.Text ? Array.FindIndex(names, choice => choice.Equals(node.Text, StringComparison.OrdinalIgnoreCase)) : -1;
        if (found >= 0)
            return Enum.Parse<T>(names[found]);
        Refuse<string>(name, node, $"one of {string.Join(", ", names.Select(static choice => choice.ToLowerInvariant()))}");
        return null;
    }

    public RetryPolicy? Retry()
    {
        if (Set(RetrySetting) is not { } node)
            return null;
        if (node.Kind != DocumentKind.Map)
            return Refuse<RetryPolicy>(RetrySetting, node, "a map");
        var inner = new SettingsReader(_context, _bot, node, $"{Shown(RetrySetting)}: ");
        var policy = new RetryPolicy();
        policy = new RetryPolicy
        {
            MaxRetries = inner.Number(nameof(policy.MaxRetries)) ?? policy.MaxRetries,
            Delay = inner.Time(nameof(policy.Delay)) ?? policy.Delay,
            Factor = inner.Real(nameof(policy.Factor)) ?? policy.Factor,
            MaxDelay = inner.Time(nameof(policy.MaxDelay)) ?? policy.MaxDelay,
        };
        inner.CheckNames();
        return policy;
    }

    /// <summary>Passes over a setting.</summary>
    public void Skip(params ReadOnlySpan<string> names) => _names.AddRange(names);

    /// <summary>Complains about names that were not asked for, and about those that stand there twice.</summary>
    public void CheckNames()
    {
        string[] known = [.. _names.Select(_context.Shown)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (DocumentEntry entry in _entries)
        {
            if (!seen.Add(SettingNames.Plain(entry.Name)))
                Complain(entry.Name, $"{_prefix}the setting '{entry.Name}' is there twice.", entry.Place);
            if (_names.Exists(name => SettingNames.AreSame(name, entry.Name)))
                continue;
            string? nearest = NearestName.Find(entry.Name, known);
            bool isWarning = _context.IsIntelMQ && nearest is null && _bot is not null;
            Complain(entry.Name, $"{_prefix}there is no setting '{entry.Name}'{(nearest is null ? $"; there are {string.Join(", ", known)}." : $"; did you mean '{nearest}'?")}", entry.Place, isWarning);
        }
    }

    public T? Refuse<T>(string name, DocumentNode node, string expected)
        where T : class
    {
        string shown = node.IsScalar ? node.Text.Length <= 80 ? node.Text : node.Text[..80] + "..." : node.Kind == DocumentKind.List ? "a list" : "a map";
        Complain(name, $"{_prefix}{Shown(name)} cannot be {(node.IsScalar ? $"'{shown}'" : shown)}: it must be {expected}.", node.Place);
        return null;
    }

    private string Shown(string name) => _context.Shown(name);

    private void Complain(string name, string message, DocumentPlace? place, bool isWarning = false)
        => _context.Complain(_bot, name, message, place, isWarning);

    private DocumentNode? Set(string name) => Entry(name)?.Value is { Kind: not DocumentKind.Null } node ? node : null;

    private DocumentEntry? Entry(string name)
    {
        _names.Add(name);
        return _entries.LastOrDefault(entry => SettingNames.AreSame(entry.Name, name));
    }
}
