namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// A tag or a text of a page (<see cref="HtmlPage"/>), in its order; every first tag has a last one, where the page leaves it out, too. A
/// few numbers without an object of its own: a large page has millions.
/// </summary>
/// <param name="Kind">What the piece is.</param>
/// <param name="Name">Of a tag: the number of its name; see <see cref="HtmlPage.NameOf(HtmlPiece)"/>.</param>
/// <param name="Start">Of a text: where it starts; of a first tag: the number of its attributes; see <see cref="HtmlPage.AttributesOf"/>.</param>
/// <param name="End">Of a text: where it ends; of a first tag: where its last tag stands among the pieces.</param>
internal readonly record struct HtmlPiece(HtmlPieceKind Kind, int Name, int Start, int End);

/// <summary>What a piece of a page is.</summary>
internal enum HtmlPieceKind : byte
{
    Text,
    FirstTag,

    /// <summary>The tag of an element that has one only, such as <c>br</c>.</summary>
    OnlyTag,
    LastTag,
}
