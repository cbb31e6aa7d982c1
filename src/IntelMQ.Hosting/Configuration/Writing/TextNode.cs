namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>What a <see cref="TextNode"/> is.</summary>
internal enum TextKind
{
    /// <summary>A text, a number, a boolean, nothing.</summary>
    Scalar,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A list.</summary>
    List,

    /// <summary>A name for a value that stands elsewhere.</summary>
    Alias,
}

/// <summary>Where a value stands in a document's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="IsFlow">Whether it is written in braces or brackets.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last character; comments and line breaks behind it are not counted.</param>
/// <param name="Entries">What a map or list holds.</param>
internal sealed record TextNode(TextKind Kind, bool IsFlow, int Start, int End, IReadOnlyList<TextEntry> Entries)
{
    /// <summary>The quotation mark of a scalar; 0 for none.</summary>
    public char Quote { get; init; }

    public bool IsBlock => Kind is TextKind.Map or TextKind.List && !IsFlow;

    public bool IsEmptyScalar => Kind == TextKind.Scalar && Start == End;

    public TextEntry? Find(string name) => Entries.LastOrDefault(entry => entry.Name == name);
}

/// <summary>Where an entry of a map or an item of a list stands.</summary>
/// <param name="Name">The name; <see langword="null"/> for an item, and for what a map takes from another (<c>&lt;&lt;</c>).</param>
/// <param name="Start">The index of its first character, which is the hyphen for an item in a line of its own.</param>
/// <param name="NameEnd">The index after the name, or after the hyphen.</param>
/// <param name="Value">The value.</param>
internal sealed record TextEntry(string? Name, int Start, int NameEnd, TextNode Value)
{
    public int End => Math.Max(NameEnd, Value.End);
}
