using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Mapping;

/// <summary>Asks a cell.</summary>
/// <param name="value">The cell; missing where the row has none.</param>
/// <returns>Whether the cell is as asked. Must not throw.</returns>
public delegate bool CellTest(FieldValue value);

/// <summary>A cell that a rule or a condition speaks of: by its column's name or position, or one that no table has.</summary>
public sealed class CellReference
{
    internal CellReference(string? name, int position)
    {
        Name = name;
        Position = position;
    }

    /// <summary>The column's name; <see langword="null"/> where columns are counted.</summary>
    public string? Name { get; }

    /// <summary>The column's position, counted from 0; negative where columns have names, and for cells that no table has.</summary>
    public int Position { get; }

    /// <summary>For people: the cell.</summary>
    public string Words => Path is not null ? $"`{Path}` of the element" : Name is null ? Shown : $"`{Name}`";

    /// <summary>The path of names, joined with dots, to a member of an element that is a JSON object; <see langword="null"/> for other cells.</summary>
    public string? Path { get; private init; }

    /// <summary>As <see cref="Words"/>, without marks.</summary>
    internal string Shown => Noted ?? (Path is null ? null : $"{Path} of the element") ?? Position switch
    {
        Row.ElementPosition => "the element",
        Row.WholeRowPosition => "the whole row",
        _ => Name ?? $"column {Position}",
    };

    /// <summary>For people: where the value stands, of cells that stand above the row.</summary>
    internal string? Noted { get; init; }

    /// <summary>Whether the cell is another one for each element of a row.</summary>
    internal bool IsOfElement => Position == Row.ElementPosition;

    /// <summary>A member of an element that is a JSON object: a cell that no table has, another one for each element.</summary>
    /// <param name="path">The member's name, or the path of names to a member of a member, joined with dots.</param>
    /// <exception cref="InvalidOperationException">The cell is not <see cref="Rules.Element"/>.</exception>
    public CellReference Member(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return IsOfElement && Path is null ? new CellReference(null, Position) { Path = path } : throw new InvalidOperationException("Only Rules.Element has members.");
    }

    /// <summary>Where the cell is one of these texts, as they stand.</summary>
    public RowCondition Is(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        byte[][] wanted = [.. texts.Select(Encoding.UTF8.GetBytes)];
        return That(value => IsAny(value, wanted), $"is {Quoted(texts)}");
    }

    /// <summary>Where the cell is none of these texts, or missing.</summary>
    public RowCondition IsNot(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        byte[][] unwanted = [.. texts.Select(Encoding.UTF8.GetBytes)];
        return That(value => !IsAny(value, unwanted), $"is not {Quoted(texts)}");
    }

    /// <summary>Where the cell is one of these ASCII texts, in upper or lower case.</summary>
    public RowCondition IsInAnyCase(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        byte[][] wanted = [.. texts.Select(Encoding.UTF8.GetBytes)];
        return That(value => IsAny(value, wanted, ignoreCase: true), $"is {Quoted(texts)} in upper or lower case");
    }

    /// <summary>Where the cell is none of these ASCII texts, neither in upper nor in lower case.</summary>
    public RowCondition IsNotInAnyCase(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        byte[][] unwanted = [.. texts.Select(Encoding.UTF8.GetBytes)];
        return That(value => !IsAny(value, unwanted, ignoreCase: true), $"is not {Quoted(texts)} in upper or lower case");
    }

    /// <summary>Where the cell begins with a text.</summary>
    public RowCondition StartsWith(string text)
    {
        byte[] start = Encoding.UTF8.GetBytes(text);
        return That(value => value.Utf8.StartsWith(start), $"begins with \"{text}\"");
    }

    /// <summary>Where the cell does not begin with a text.</summary>
    public RowCondition DoesNotStartWith(string text)
    {
        byte[] start = Encoding.UTF8.GetBytes(text);
        return That(value => !value.Utf8.StartsWith(start), $"does not begin with \"{text}\"");
    }

    /// <summary>Where the row lacks the cell; a JSON null is one.</summary>
    public RowCondition IsMissing() => That(static value => value.IsMissing, "is missing");

    /// <summary>Where the row has the cell, whatever it says.</summary>
    public RowCondition IsThere() => That(static value => !value.IsMissing, "is there");

    /// <summary>Where the header has the column, but the row is too short for it.</summary>
    public RowCondition IsCutOff()
        => new(row => row.HasColumn(Name ?? "") && row[Name ?? ""].IsMissing, $"{Words} is missing, though the header has it", [this]);

    /// <summary>Where the row has the cell, and another cell does not say the same.</summary>
    public RowCondition DiffersFrom(CellReference other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RowCondition(row => Differ(row.ValueOf(this), row.ValueOf(other)), $"{Words} is there and is not {other.Words}", [this, other]);
    }

    /// <summary>Where the cell says nothing: it is missing, null, empty, <c>-</c> or <c>N/A</c>.</summary>
    public RowCondition IsNothing() => That(static value => value.IsIgnored, "says nothing");

    /// <summary>Where the cell passes a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="words">For people: the end of a sentence that begins with the cell.</param>
    public RowCondition That(CellTest test, string words)
    {
        ArgumentNullException.ThrowIfNull(test);
        return new RowCondition(row => test(row.ValueOf(this)), $"{Words} {words}", [this]);
    }

    /// <inheritdoc/>
    public override string ToString() => Words;

    private static bool Differ(FieldValue value, FieldValue other)
        => !value.IsMissing && (value.Kind != other.Kind || !value.Utf8.SequenceEqual(other.Utf8));

    private static bool IsAny(FieldValue value, byte[][] texts, bool ignoreCase = false)
    {
        foreach (byte[] text in texts)
        {
            if (!value.IsMissing && (ignoreCase ? Ascii.EqualsIgnoreCase(value.Utf8, text) : value.Utf8.SequenceEqual(text)))
                return true;
        }

        return false;
    }

    private static string Quoted(string[] texts) => string.Join(" or ", texts.Select(static text => $"\"{text}\""));
}
