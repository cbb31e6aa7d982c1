using System.Text;

namespace IntelMQ.Mail.Outputs;

/// <summary>Writes a table as CSV: cells are quoted where they have to be.</summary>
/// <param name="separator">What stands between cells.</param>
/// <param name="lineEnd">What ends a row.</param>
/// <param name="isFormulaSafe">Whether a cell that a spreadsheet would calculate gets an apostrophe in front.</param>
internal sealed class CsvTable(char separator, string lineEnd, bool isFormulaSafe)
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends a row.</summary>
    public void Add(IReadOnlyList<string> cells)
    {
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                _text.Append(separator);
            Append(cells[i], isAlone: cells.Count == 1);
        }

        _text.Append(lineEnd);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Append(string cell, bool isAlone)
    {
        if (isFormulaSafe && cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n')
            cell = "'" + cell;
        // An empty row would be none.
        if (cell.Length == 0 ? !isAlone : !cell.AsSpan().ContainsAny('"', '\r', '\n') && !cell.Contains(separator))
            _text.Append(cell);
        else
            _text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
