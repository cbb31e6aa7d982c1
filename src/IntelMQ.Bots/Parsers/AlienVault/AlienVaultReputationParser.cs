using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>
/// Parses AlienVault's list of reputations: lines of cells with <c>#</c> between them. Each activity of an address is an event.
/// </summary>
[Bot("intelmq.bots.parsers.alienvault.parser", BotKind.Parser)]
public sealed partial class AlienVaultReputationParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["c2server"] = ClassificationType.C2Server,
        ["malicious host"] = ClassificationType.InfectedSystem,
        ["malware distribution"] = ClassificationType.MalwareDistribution,
        ["malware domain"] = ClassificationType.MalwareDistribution,
        ["malware ip"] = ClassificationType.MalwareDistribution,
        ["scanning host"] = ClassificationType.Scanner,
        ["spamming"] = ClassificationType.Spam,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Each(new RowElements(3) { Separator = ";", TrimsElements = true, MayBeNone = true }),
        Column(Element, Fields.Classification.Type).Translate(Types, ClassificationType.Undetermined),
        Constant(Fields.Classification.Type, ClassificationType.Undetermined),
        Column(0, Fields.Source.Ip),
        Column(4, Fields.Source.Geolocation.Cc),
        Column(5, Fields.Source.Geolocation.City),
        Column(6, Fields.Source.Geolocation.Latitude).With(static (value, _) => Coordinate(value, isSecond: false), "the first of a pair"),
        Column(6, Fields.Source.Geolocation.Longitude).With(static (value, _) => Coordinate(value, isSecond: true), "the second of a pair"),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { Separator = "#", TrimsCells = true, MinimumCells = 7 };

    private static Harmonized Coordinate(FieldValue value, bool isSecond)
    {
        if (value.Utf8.IsEmpty)
            return Harmonized.None;
        int comma = value.Utf8.IndexOf((byte)',');
        if (comma < 0 || value.Utf8[(comma + 1)..].Contains((byte)','))
            return Harmonized.Invalid("cannot be told: the coordinates are not a pair of numbers");
        ReadOnlySpan<byte> part = isSecond ? value.Utf8[(comma + 1)..] : value.Utf8[..comma];
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(part);
        return trimmed.IsEmpty || !value.Utf8.Overlaps(trimmed, out int start) ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, start, trimmed.Length);
    }
}
