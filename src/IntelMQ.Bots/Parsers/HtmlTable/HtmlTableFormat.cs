namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>Which of a page's tables is read.</summary>
public sealed record HtmlTableFormat
{
    /// <summary>Only tables with this attribute count; empty for all.</summary>
    public string AttributeName { get; init; } = "";

    /// <summary>The attribute's value; of a <c>class</c>, one of its names will do.</summary>
    public string AttributeValue { get; init; } = "";

    /// <summary>Which of these tables, counted from 0 in the order of their first tags.</summary>
    public int TableIndex { get; init; }

    /// <summary>Whether the first row is passed over, whatever it holds.</summary>
    public bool SkipsFirstRow { get; init; } = true;

    /// <summary>Whether a table's attributes are those that are asked for.</summary>
    internal bool Matches(IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        if (AttributeName.Length == 0)
            return true;
        foreach ((string name, string value) in attributes)
        {
            if (string.Equals(name, AttributeName, StringComparison.OrdinalIgnoreCase))
                return value == AttributeValue || (name == "class" && value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains(AttributeValue));
        }

        return false;
    }
}
