using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes events as rows of a table (CSV, RFC 4180), as <see cref="CsvOutput"/> does: each row is one line. Used by one thread at a time.</summary>
public sealed class CsvEvents
{
    private readonly NamedField[] _fields;
    private readonly CsvRow _row;

    /// <summary>Creates the writer.</summary>
    /// <param name="fields">The columns: names of fields, <c>extra</c> for all of <c>extra.*</c> as JSON.</param>
    /// <param name="delimiter">What stands between two cells, an ASCII character.</param>
    /// <param name="formulaProtection">Whether texts that a spreadsheet would calculate get an apostrophe in front.</param>
    public CsvEvents(IEnumerable<string> fields, char delimiter = ',', bool formulaProtection = true)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delimiter, '\x7F');
        _fields = [.. fields.Select(static name => new NamedField(name))];
        _row = new CsvRow((byte)delimiter, formulaProtection);
    }

    /// <summary>Appends the names of the columns.</summary>
    public void WriteHeader(Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                _row.AppendDelimiter(output);
            _row.Append(Encoding.UTF8.GetBytes(_fields[i].Name), output);
        }

        output.Append((byte)'\n');
    }

    /// <summary>Appends an event's row; a field that it lacks, or that its schema does not have, is an empty cell.</summary>
    public void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        int start = output.Length;
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                _row.AppendDelimiter(output);
            NamedField field = _fields[i];
            if (field.IsWholeExtra && message.ExtraAsJson() is { } extra)
                _row.Append(extra, output);
            else if (!field.IsWholeExtra && field.KeyIn(message) is { } key)
                _row.Append(message[key], output);
        }

        // An empty line is no row.
        if (output.Length == start)
            output.Append("\"\""u8);
        output.Append((byte)'\n');
    }
}
