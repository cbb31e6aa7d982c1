using System.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>Reads the rows of a table with commas and optional quotes, in which cells may hold line ends.</summary>
internal static class CsvText
{
    private const int MaxCells = 1000;
    private const int MaxRow = 64 * 1024 * 1024;

    /// <summary>The rows, one after the other; blank lines are none. The list is used again for the next row.</summary>
    /// <exception cref="FormatException">A row is too long.</exception>
    public static IEnumerable<List<string>> Rows(TextReader reader)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        bool any = false;
        for (int read = reader.Read(); read >= 0; read = reader.Read())
        {
            char c = (char)read;
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (reader.Peek() == '"')
                    cell.Append((char)reader.Read());
                else
                    quoted = false;
            }
            else if (c is '\r' or '\n')
            {
                if (any)
                    yield return Finish();
                any = false;
                cells.Clear();
                continue;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == ',')
            {
                EndCell();
            }
            else
            {
                cell.Append(c);
            }

            any = true;
            if (cells.Count > MaxCells || cell.Length > MaxRow)
                throw new FormatException("a row is too long; is a quote not closed?");
        }

        if (any)
            yield return Finish();

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        List<string> Finish()
        {
            EndCell();
            return cells;
        }
    }
}
