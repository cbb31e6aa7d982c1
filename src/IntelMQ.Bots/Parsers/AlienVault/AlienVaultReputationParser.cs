using System.Collections.Frozen;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AlienVault;

/// <summary>
/// Parses AlienVault's list of reputations: lines of cells with <c>#</c> between them. Each activity of an address is an event.
/// </summary>
public sealed class AlienVaultReputationParser : EventParser
{
    private const int Needed = 7;

    // Each activity repeats the line: a line made of activities must not become gigabytes.
    private const int MaxActivities = 256;

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

    /// <summary>Creates the parser.</summary>
    public AlienVaultReputationParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public AlienVaultReputationParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.alienvault.parser",
        "Parses AlienVault's list of reputations.",
        static (options, services) => new AlienVaultReputationParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        foreach (ReportLine line in LinesOf(TextOf(report)))
        {
            ReportLine trimmed = line.Trimmed();
            if (trimmed.Text.IsEmpty)
                continue;
            foreach (ParsedItem item in ReadLine(report, trimmed))
                yield return item;
        }
    }

    private IReadOnlyList<ParsedItem> ReadLine(Report report, ReportLine line)
    {
        if (IsTooLong(line))
            return [FailTooLong(report, line)];
        string[] cells = Encoding.UTF8.GetString(line.Text.Span).Split('#', Needed + 1);
        if (cells.Length < Needed)
            return [Fail(report, line, $"The line has {cells.Length} cells, fewer than the {Needed} that it must have.")];
        string[] activities = cells[3].Split(';', MaxActivities + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (activities.Length > MaxActivities)
            return [Fail(report, line, $"The line has more than {MaxActivities} activities.")];
        var draft = new EventDraft(NewEvent(report));
        draft.Add(Fields.Source.Ip, cells[0].Trim());
        draft.Add(Fields.Source.Geolocation.Cc, cells[4].Trim());
        draft.Add(Fields.Source.Geolocation.City, cells[5].Trim());
        AddCoordinates(draft, cells[6].Trim());
        if (draft.IsBroken)
            return [Fail(report, line, draft.Field, draft.Reason!)];
        SetRaw(draft.Event, line.Text.ToArray());
        return Finish(EventsOf(draft.Event, activities), report, line);
    }

    private static void AddCoordinates(EventDraft draft, string cell)
    {
        if (cell.Length == 0)
            return;
        if (cell.Split(',', 3) is [var latitude, var longitude])
        {
            draft.Add(Fields.Source.Geolocation.Latitude, latitude.Trim());
            draft.Add(Fields.Source.Geolocation.Longitude, longitude.Trim());
        }
        else
        {
            draft.Fail(Fields.Source.Geolocation.Latitude.Name, "cannot be told: the coordinates are not a pair of numbers");
        }
    }

    private static Event[] EventsOf(Event template, string[] activities)
    {
        if (activities.Length == 0)
            activities = [""];
        var events = new Event[activities.Length];
        for (int i = 0; i < events.Length; i++)
        {
            events[i] = template.Clone();
            events[i].Set(Fields.Classification.Type, Types.GetValueOrDefault(activities[i], ClassificationType.Undetermined));
        }

        return events;
    }
}
