namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>The columns of a source that is known, or that somebody has saved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns; those that a table lacks are passed over.</param>
public sealed record MappingPreset(string Name, IReadOnlyList<ColumnPlan> Columns)
{
    /// <summary>The columns by which a table is taken for one of this source; all have to be there. A preset without any is only chosen by hand.</summary>
    public IReadOnlyList<string> Signs { get; init; } = [];

    /// <summary>What every event holds.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>What an event holds where its row says nothing.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>The time zone of times that name none.</summary>
    public string TimeZone { get; init; } = "UTC";
}
