namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>What is done with a schema that Shadowserver has changed.</summary>
public enum ShadowserverSchemaPolicy
{
    /// <summary>It takes the old one's place at once.</summary>
    AtOnce,

    /// <summary>It waits until somebody has looked at it and calls <see cref="ShadowserverSchemas.Apply"/>.</summary>
    AfterALook,
}
