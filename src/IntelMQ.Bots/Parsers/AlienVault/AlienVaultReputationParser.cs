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
        .. Details.Column(4, Fields.Source.Geolocation.Cc, "country"),
        Column(5, Fields.Source.Geolocation.City),
        Column(6, Fields.Source.Geolocation.Latitude).With(static (value, _) => Coordinate(value, isSecond: false), "the first of a pair").Optional(),
        Column(6, Fields.Source.Geolocation.Longitude).With(static (value, _) => Coordinate(value, isSecond: true), "the second of a pair").Optional(),
        Extra(6, "coordinates").Where(Cell(6).That(static value => !IsPair(value), "is no pair of coordinates")),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { Separator = "#", TrimsCells = true, MinimumCells = 7 };

    // Either of the two may be left out.
    private static bool IsPair(FieldValue value)
    {
        foreach (bool isSecond in new[] { false, true })
        {
            Harmonized part = Coordinate(value, isSecond);
            if (!part.IsValid || (part.Length > 0 && !HarmonizationTypes.Float.IsValid(FieldValue.Number(value.Utf8.Slice(part.Start, part.Length)), out _)))
                return false;
        }

        return true;
    }

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
