namespace IntelMQ.Mapping;

/// <summary>What a row becomes an event for each of. Elements that say nothing (null, empty, <c>-</c>, <c>N/A</c>) are passed over.</summary>
/// <remarks>
/// <para>Elements of JSON lists stand for themselves: one that fails is a failure by itself, with a row that holds this element and what else the
/// map asks for or keeps (<see cref="RestRule"/>). Where there are more than 256, each is read from such a row; a row is a failure that would be
/// repeated so often that this cost more than 256 times its length.</para>
/// <para>Where elements are JSON objects, rules may speak of their members (<see cref="CellReference.Member"/>). With <see cref="RestRule"/> the members
/// that no rule asks for are kept, too, below <c>extra.</c> under the list's name and their own.</para>
/// <para>Of other rows all elements become events, or the row is a failure; so it is where there are more than 256.</para>
/// </remarks>
public sealed record RowElements
{
    /// <summary>How many elements may repeat the whole row.</summary>
    internal const int MaxRepeats = 256;

    /// <summary>Elements that stand in columns: in JSON lists, or in texts with <see cref="Separator"/> between them.</summary>
    /// <param name="columns">The columns' names; the elements of all of them count.</param>
    public RowElements(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Cells = [.. columns.Select(Rules.Cell)];
    }

    /// <summary>Elements that stand in a column, as a text with <see cref="Separator"/> between them.</summary>
    /// <param name="position">The column's position, counted from 0.</param>
    public RowElements(int position) => Cells = [Rules.Cell(position)];

    private RowElements(IReadOnlyList<string> texts, IReadOnlyList<CellReference> cells)
    {
        Texts = texts;
        Cells = cells;
    }

    /// <summary>The columns that the elements stand in.</summary>
    public IReadOnlyList<CellReference> Cells { get; }

    /// <summary>Elements that are the same for every row.</summary>
    public IReadOnlyList<string> Texts { get; } = [];

    /// <summary>What stands between the elements of a text; <see langword="null"/> for JSON lists.</summary>
    public string? Separator { get; init; }

    /// <summary>Whether white space at both ends of an element is dropped.</summary>
    public bool TrimsElements { get; init; }

    /// <summary>The only elements that count; <see langword="null"/> where all do.</summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>Whether each different element counts once, in the order of their bytes.</summary>
    public bool AreDistinct { get; init; }

    /// <summary>Whether a row without elements becomes one event all the same; otherwise it makes none, which is no fault.</summary>
    public bool MayBeNone { get; init; }

    /// <summary>For people: what the elements are.</summary>
    public string Words
    {
        get
        {
            string source = Texts.Count > 0 ? string.Join(", ", Texts.Select(static text => $"\"{text}\"")) : string.Join(" and ", Cells.Select(static cell => cell.Words));
            string how = Separator is null ? "" : $", between \"{Separator}\"";
            string known = Known is null ? "" : $", if it is one of {string.Join(", ", Known.Select(static text => $"\"{text}\""))}";
            return $"{source}{how}{known}{(AreDistinct ? ", each different one once" : "")}{(MayBeNone ? "; one event where there is none" : "")}";
        }
    }

    /// <summary>Elements that are the same for every row, to tell several events about one row apart.</summary>
    public static RowElements Of(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new RowElements([.. texts], []);
    }
}
