namespace IntelMQ.Bots.Collectors;

/// <summary>Which events of a MISP are passed over: a part of the parameters of collectors.</summary>
public sealed partial class MispSelectionOptions : OptionsPart
{
    private static readonly string[] Levels = ["clear", "green", "amber", "amber+strict", "red"];

    /// <summary>
    /// <c>misp_pass_over_tags</c>: events with one of these tags are passed over; a <c>*</c> at the end stands for anything. By default those that
    /// IntelMQ's and this project's output has stored (<c>IntelMQ:*</c>), so that what is exchanged does not come back for ever. The parameter is
    /// this project's own.
    /// </summary>
    public TextList MispPassOverTags { get; set; } = ["IntelMQ:*"];

    /// <summary><c>misp_own_organisation</c>: the name or UUID of the own organisation, whose events are passed over; none by default. The parameter is this project's own.</summary>
    public string? MispOwnOrganisation { get; set; }

    /// <summary>
    /// <c>misp_max_tlp</c>: events that may be passed on less far than this are passed over: <c>clear</c>, <c>green</c>, <c>amber</c>,
    /// <c>amber+strict</c> or <c>red</c>, by the strictest of their <c>tlp:</c> tags; by default none are. The parameter is this project's own.
    /// </summary>
    [AllowedValues("clear", "green", "amber", "amber+strict", "red")]
    public string? MispMaxTlp { get; set; }

    /// <summary>Whether an event is passed over.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="owner">The name of its organisation.</param>
    /// <param name="ownerUuid">The UUID of its organisation.</param>
    internal bool PassesOver(IReadOnlyList<string> tags, string? owner, string? ownerUuid)
    {
        if (!string.IsNullOrEmpty(MispOwnOrganisation)
            && (string.Equals(owner, MispOwnOrganisation, StringComparison.OrdinalIgnoreCase) || string.Equals(ownerUuid, MispOwnOrganisation, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (tags.Any(tag => MispPassOverTags.Any(pattern => Fits(tag, pattern))))
            return true;
        return MispMaxTlp is not null && tags.Select(LevelOf).DefaultIfEmpty(-1).Max() > Array.IndexOf(Levels, MispMaxTlp);
    }

    private static bool Fits(string tag, string pattern)
        => pattern.EndsWith('*') ? tag.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase) : tag.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    // The first version of the protocol said white; other words of that taxonomy (tlp:ex:chr) are no level.
    private static int LevelOf(string tag)
    {
        const string prefix = "tlp:";
        if (!tag.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return -1;
        string level = tag[prefix.Length..].ToLowerInvariant();
        return Array.IndexOf(Levels, level == "white" ? "clear" : level);
    }
}
