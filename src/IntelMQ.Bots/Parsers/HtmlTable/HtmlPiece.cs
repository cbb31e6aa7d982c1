namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>A tag or a text of a page, in its order; every first tag has a last one, where the page leaves it out, too.</summary>
internal sealed class HtmlPiece
{
    /// <summary>The tag's name in lower case; empty for texts.</summary>
    public string Name { get; init; } = "";

    /// <summary>The text, without entities.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether this is an element's last tag.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether the element has one tag only, such as <c>br</c>.</summary>
    public bool IsVoid { get; init; }

    /// <summary>Attributes of a first tag, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Of a first tag: where its last tag stands.</summary>
    public int End { get; set; }

    public bool IsText => Name.Length == 0;

    public bool IsStartOf(string name) => !IsEnd && Name == name;
}
