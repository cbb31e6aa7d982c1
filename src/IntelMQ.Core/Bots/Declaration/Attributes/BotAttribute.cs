namespace IntelMQ.Bots;

/// <summary>
/// Declares a bot: a partial class with a constructor from its options and <see cref="BotServices"/>. The generator writes its
/// <c>Descriptor</c> and the constructor that takes options alone.
/// </summary>
/// <param name="module">The module path that configuration names, such as <c>intelmq.bots.experts.taxonomy.expert</c>.</param>
/// <param name="kind">What the bot does; its base class has to fit.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BotAttribute(string module, BotKind kind) : Attribute
{
    /// <summary>The module path.</summary>
    public string Module { get; } = module;

    /// <summary>What the bot does.</summary>
    public BotKind Kind { get; } = kind;

    /// <summary>What the bot does, in a sentence; by default the first sentence of the class's summary.</summary>
    public string? Summary { get; set; }

    /// <summary>Other module paths under which the bot is found, such as those of earlier versions.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>Whether the feed is gone; the parser stays for old reports.</summary>
    public bool IsRetired { get; set; }
}
