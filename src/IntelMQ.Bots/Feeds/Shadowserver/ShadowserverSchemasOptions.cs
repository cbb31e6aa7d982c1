namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>How the schema is kept up to date.</summary>
public sealed class ShadowserverSchemasOptions
{
    /// <summary>The schema's file, which parsers read as <c>schema_file</c>: they take a new one over with the next report.</summary>
    public required string File { get; set; }

    /// <summary>What is done with a new schema; by default it waits for a look.</summary>
    public ShadowserverSchemaPolicy Policy { get; set; } = ShadowserverSchemaPolicy.AfterALook;

    /// <summary>How often <see cref="ShadowserverSchemas.RunAsync"/> asks; a day by default.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Is called when there is a new schema, waiting or in force.</summary>
    public Action<FeedChange>? Changed { get; set; }
}
