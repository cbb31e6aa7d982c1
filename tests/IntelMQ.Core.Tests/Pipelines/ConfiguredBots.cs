using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Pipelines;

internal enum SampleMode
{
    Plain,
    NotSoPlain,
}

/// <summary>A parameter of every kind that bots have.</summary>
internal sealed partial class SampleOptions : BotOptions
{
    /// <summary>A parameter.</summary>
    public string? Text { get; set; }

    /// <summary>A parameter.</summary>
    public bool Flag { get; set; }

    /// <summary>A parameter.</summary>
    [Range(0)]
    public int Number { get; set; }

    /// <summary>A parameter.</summary>
    public double? Ratio { get; set; }

    /// <summary>A parameter.</summary>
    public SampleMode Mode { get; set; }

    /// <summary>A parameter.</summary>
    public Secret? Password { get; set; }

    /// <summary>A parameter.</summary>
    public TextList Names { get; set; } = ["default"];

    /// <summary>A parameter.</summary>
    public TextMap Map { get; set; } = [];

    /// <summary>A parameter.</summary>
    public PlainValue Value { get; set; } = true;

    /// <summary>A parameter.</summary>
    public IDictionary<string, string> Texts { get; set; } = new Dictionary<string, string>();

    /// <summary>A parameter.</summary>
    public IDictionary<string, PlainValue> Values { get; set; } = new Dictionary<string, PlainValue>();

    /// <summary>A parameter.</summary>
    public IReadOnlyList<bool>? Flags { get; set; }

    /// <summary>A parameter.</summary>
    public IDictionary<string, JsonElement> Tree { get; set; } = new Dictionary<string, JsonElement>();
}

/// <summary>Keeps every event, and shows the parameters it was given.</summary>
internal sealed class SampleExpert(SampleOptions options) : Expert
{
    public SampleOptions Options => options;

    public override IReadOnlyList<BotPath> Paths => [new("other", IsRequired: false)];

    public override Verdict Process(Event message) => Verdict.To(BotPath.Default, "other");
}
