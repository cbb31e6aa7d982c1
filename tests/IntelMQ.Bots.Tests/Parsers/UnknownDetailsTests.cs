using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>
/// One detail that a parser does not know costs no row and no report: members that are new, and values of another kind than usual, in every
/// place of every feed's objects.
/// </summary>
public sealed class UnknownDetailsTests
{
    private const string New = "something new";

    // Stands for half of a surrogate pair, which is JSON, but no text.
    private const string Half = "@half@";

    private static readonly string[] Values = ["null", "\"zz unknown zz\"", "77777", "true", "{\"a\": 1}", "[\"a\"]", "\"\"", $"\"a{Half}\"", $"[\"{Half}\", {{\"{Half}\": 1}}]"];

    public static TheoryData<string> Names => [.. UnknownDetailsCase.All.Select(static sample => sample.Name)];

    [Fact]
    public void Every_parser_of_objects_is_among_them()
    {
        string[] missing =
        [
            .. StandardBots.All.Where(static bot => bot.Kind == BotKind.Parser && IsOfObjects(bot.BotType) && !UnknownDetailsCase.All.Any(sample => sample.Parser().GetType() == bot.BotType))
                .Select(static bot => bot.Module),
        ];
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sample_itself_is_right(string name)
    {
        UnknownDetailsCase sample = UnknownDetailsCase.Of(name);
        ParseResult result = Parse(sample, sample.Root());
        Assert.Empty(result.Failures);
        Assert.NotEmpty(result.Events);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_member_is_kept_wherever_it_stands(string name)
    {
        UnknownDetailsCase sample = UnknownDetailsCase.Of(name);
        int events = Parse(sample, sample.Root()).Events.Count;
        foreach (string path in sample.Objects())
        {
            JsonNode root = sample.Root();
            ((JsonObject)UnknownDetailsCase.At(root, path)!).Add("Brand New", New);
            ((JsonObject)UnknownDetailsCase.At(root, path)!).Add($"Other {Half}", new JsonArray(Half));
            ParseResult result = Parse(sample, root);
            Assert.True(result.Failures.Count == 0, $"{name}, new member in '{path}': {ReasonOf(result)}");
            Assert.True(result.Events.Count == events, $"{name}, new member in '{path}': {result.Events.Count} events, not {events}");
            if (path.Length == 0 && sample.Keeps)
                Assert.True(result.Events.Any(static message => message.Text().Contains(New, StringComparison.Ordinal)), $"{name} loses a new member: {result.Events[0].Text()}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_is_absent_or_of_another_kind_costs_no_event(string name)
    {
        UnknownDetailsCase sample = UnknownDetailsCase.Of(name);
        int events = Parse(sample, sample.Root()).Events.Count;
        foreach (string path in sample.Members())
        {
            foreach (string? value in Values.Append(null))
            {
                JsonNode root = sample.Root();
                int dot = path.LastIndexOf('.');
                var parent = (JsonObject)UnknownDetailsCase.At(root, dot < 0 ? "" : path[..dot])!;
                parent.Remove(path[(dot + 1)..]);
                if (value is not null)
                    parent.Add(path[(dot + 1)..], JsonNode.Parse(value));
                ParseResult result = Parse(sample, root);
                Assert.True(result.Failures.Count == 0, $"{name}, '{path}' = {value ?? "absent"}: {ReasonOf(result)}");
                Assert.True(result.Events.Count >= Math.Min(events, 1), $"{name}, '{path}' = {value ?? "absent"}: no event");
                if (value == Values[1] && sample.KeepsRefused(path))
                    Assert.True(result.Events.Any(static message => message.Text().Contains("zz unknown zz", StringComparison.OrdinalIgnoreCase)), $"{name} loses what '{path}' says");
            }
        }
    }

    private static string? ReasonOf(ParseResult result) => result.Failures.Count == 0 ? null : result.Failures[0].Reason;

    private static ParseResult Parse(UnknownDetailsCase sample, JsonNode root)
    {
        var report = new Report(Encoding.UTF8.GetBytes(sample.Around.Replace("$", root.ToJsonString().Replace(Half, "\\ud800", StringComparison.Ordinal), StringComparison.Ordinal)), Schema.Default);
        report[Fields.Feed.Url] = sample.FeedUrl;
        if (sample.EsetFeed is { } feed)
            report.Set("extra.eset_feed", feed);
        return sample.Parser().Parse(report);
    }

    private static bool IsOfObjects(Type type)
    {
        for (Type? parent = type; parent is not null; parent = parent.BaseType)
        {
            if (parent == typeof(JsonMappedParser) || UnknownDetailsCase.ObjectsInCode.Contains(parent.Name))
                return true;
        }

        return false;
    }
}
