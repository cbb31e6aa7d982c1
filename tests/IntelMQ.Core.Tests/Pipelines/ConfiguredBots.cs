using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Core.Tests.Pipelines;

[JsonConverter(typeof(JsonStringEnumConverter<SampleMode>))]
internal enum SampleMode
{
    [JsonStringEnumMemberName("plain")]
    Plain,

    [JsonStringEnumMemberName("not_so_plain")]
    NotSoPlain,
}

/// <summary>A parameter of every kind that bots have.</summary>
internal sealed class SampleOptions : BotOptions
{
    public string? Text { get; set; }

    public bool Flag { get; set; }

    public int Number { get; set; }

    public double? Ratio { get; set; }

    public SampleMode Mode { get; set; }

    public Secret? Password { get; set; }

    public TextList Names { get; set; } = ["default"];

    public TextMap Map { get; set; } = [];

    public PlainValue Value { get; set; } = true;

    public IDictionary<string, string> Texts { get; set; } = new Dictionary<string, string>();

    public IDictionary<string, PlainValue> Values { get; set; } = new Dictionary<string, PlainValue>();

    public IReadOnlyList<bool>? Flags { get; set; }

    public IDictionary<string, JsonElement> Tree { get; set; } = new Dictionary<string, JsonElement>();

    public override void Validate(ICollection<string> complaints)
    {
        if (Number < 0)
            complaints.Add($"number is {Number}, but must not be negative.");
    }
}

/// <summary>Keeps every event, and shows the parameters it was given.</summary>
internal sealed class SampleExpert(SampleOptions options) : Expert
{
    public SampleOptions Options => options;

    public override IReadOnlyList<BotPath> Paths => [new("other", IsRequired: false)];

    public override Verdict Process(Event message) => Verdict.To(BotPath.Default, "other");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleOptions))]
[JsonSerializable(typeof(NoOptions))]
internal sealed partial class ConfiguredJson : JsonSerializerContext;
