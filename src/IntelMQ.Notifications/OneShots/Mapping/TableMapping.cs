namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>How the rows of a table become events.</summary>
/// <param name="Columns">The columns. Where several have one field, the first that is not empty counts.</param>
public sealed record TableMapping(IReadOnlyList<ColumnPlan> Columns)
{
    /// <summary>What every event holds, whatever its row says.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>What an event holds where its row says nothing.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>The time zone of times that name none, such as <c>UTC</c> or <c>Europe/Vienna</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Fields without which a row is wrong; with bars between where one of several is enough: <c>source.ip|source.fqdn</c>.</summary>
    public IReadOnlyList<string> Required { get; init; } = ["classification.type", "source.ip|source.fqdn|source.network|source.url|source.asn"];

    /// <summary>What is wrong with the mapping itself, as sentences; empty where rows can be read with it.</summary>
    /// <param name="schema">The fields that there are.</param>
    public IReadOnlyList<string> Complaints(Schemas.Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var complaints = new List<string>();
        IEnumerable<string> fields = [.. Columns.Select(static column => column.Field).OfType<string>(), .. Constants.Keys, .. Defaults.Keys, .. Required.SelectMany(static each => each.Split('|'))];
        foreach (string field in fields.Distinct(StringComparer.Ordinal).Where(field => !schema.TryGetKey(field, out _)))
            complaints.Add($"There is no field '{Text.Printable.Of(field)}'. What has no field goes to 'extra.', such as extra.{MappingSuggester.ExtraName(field)}.");
        foreach ((string field, string value) in Constants.Concat(Defaults).Where(pair => schema.TryGetKey(pair.Key, out _)))
        {
            if (new Messages.Event(schema).Set(field, value) is { IsRefused: true } result)
                complaints.Add($"{field}: {result.Reason}");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            complaints.Add($"There is no time zone '{Text.Printable.Of(TimeZone)}'; write it as in Europe/Vienna.");
        if (!Columns.Any(static column => column.Field is not null))
            complaints.Add("No column has a field.");
        return complaints;
    }
}
