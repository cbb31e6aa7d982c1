using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Bots.Declaration;

internal enum Detail
{
    Short,
    NotSoShort,
    [Parameter("every-word")]
    All,
}

/// <summary>What several bots share.</summary>
internal sealed partial class ServiceOptions : OptionsPart
{
    /// <summary>The address of the service.</summary>
    [Required("give the address of the service")]
    [Reaches(Outside.Url)]
    public string? ServiceUrl { get; set; } = "https://service.example.com/";

    /// <summary>The key for the service.</summary>
    public Secret? ServiceKey { get; set; }

    public override void Validate(ICollection<string> complaints)
    {
        if (ServiceUrl == "nowhere")
            complaints.Add("service_url is nowhere: give another.");
    }
}

/// <summary>A parameter of every kind.</summary>
internal sealed partial class DeclaredOptions : BotOptions
{
    /// <summary>The service.</summary>
    public ServiceOptions Service { get; } = new();

    /// <summary>Whether it is on.</summary>
    public bool Flag { get; set; } = true;

    /// <summary>How many.</summary>
    [Range(1)]
    public int Count { get; set; } = 3;

    /// <summary>How many at most.</summary>
    public long? Limit { get; set; } = 5;

    /// <summary>The share.</summary>
    [Range(0, 1)]
    public double Ratio { get; set; } = 0.5;

    /// <summary>How long.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan Time { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How often.</summary>
    [Unit("minutes")]
    public TimeSpan? Interval { get; set; }

    /// <summary>How much.</summary>
    public Detail Detail { get; set; } = Detail.NotSoShort;

    /// <summary>The mode.</summary>
    [AllowedValues("append", "replace")]
    public string Mode { get; set; } = "append";

    /// <summary>The file.</summary>
    [Reaches(Outside.File)]
    public string? File { get; set; }

    /// <summary>The field.</summary>
    public FieldName Field { get; set; } = Fields.Source.Ip;

    /// <summary>The fields.</summary>
    public FieldList Keys { get; set; } = [Fields.Source.Ip, "extra.note"];

    /// <summary>The texts.</summary>
    [AllowedValues("a", "b", "c")]
    public TextList Texts { get; set; } = ["a"];

    /// <summary>The numbers.</summary>
    public NumberList Numbers { get; set; } = [];

    /// <summary>From texts to texts.</summary>
    public TextMap Map { get; set; } = [];

    /// <summary>Any value.</summary>
    public PlainValue? Value { get; set; }

    /// <summary>From texts to values.</summary>
    public IDictionary<string, PlainValue> Values { get; set; } = new Dictionary<string, PlainValue>();

    /// <summary>Which columns are required.</summary>
    public IReadOnlyList<bool>? Flags { get; set; }

    /// <summary>Any tree.</summary>
    public IDictionary<string, JsonElement> Tree { get; set; } = new Dictionary<string, JsonElement>();
}

/// <summary>Keeps every event.</summary>
[Bot("sample.declared", BotKind.Expert)]
internal sealed partial class DeclaredExpert(DeclaredOptions options, BotServices services) : Expert(options, services)
{
    public DeclaredOptions Options { get; } = options;

    public override Verdict Process(Event message) => Verdict.Keep;
}
