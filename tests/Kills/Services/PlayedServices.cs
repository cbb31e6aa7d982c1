namespace Kills.Services;

/// <summary>The services by name.</summary>
internal static class PlayedServices
{
    public const string Feed = "http";
    public const string Kafka = "kafka";
    public const string Mail = "mail";
    public const string Misp = "misp";
    public const string Shadowserver = "shadowserver";

    public static IPlayedService Start(string name) => name switch
    {
        Feed => new FeedPlayer(),
        Kafka => new KafkaPlayer(),
        Mail => new MailPlayer(),
        Misp or Shadowserver => new ServicePlayer(),
        _ => throw new ArgumentException($"There is no service '{name}'.", nameof(name)),
    };
}
