using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Tool.Commands.Convert;

/// <summary>What came of a conversion.</summary>
/// <param name="Events">How many events were written.</param>
/// <param name="Failed">How many lines failed.</param>
internal sealed record ConversionResult(long Events, long Failed);

/// <summary>Takes a report through a parser. One event at a time is in memory, of formats that join events ten thousand.</summary>
internal sealed class Conversion(Parser parser, Report report, EventForm form, IReadOnlyList<string>? fields)
{
    private const int PartBytes = 64 << 10;
    private const int MaxJoined = 10_000;

    /// <summary>How many lines the report has.</summary>
    public long Lines { get; } = report.Raw.Span.Count((byte)'\n');

    /// <summary>How many events and failures came so far; of CSV without named columns, of the second time.</summary>
    public long Done { get; private set; }

    public ConversionResult Run(Stream output, Action<Failure> failed, CancellationToken cancellationToken)
    {
        CsvEvents? table = form.IsTable ? new CsvEvents(fields ?? FieldsOf(cancellationToken)) : null;
        var buffer = new Utf8Buffer(PartBytes);
        table?.WriteHeader(buffer);
        var joined = new List<Event>();
        (long events, long failures) = (0, 0);
        foreach (ParsedItem item in parser.Read(report.Clone()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Done++;
            if (item.Failure is { } failure)
            {
                failures++;
                failed(failure);
            }
            else if (item.Event is { } made)
            {
                events++;
                if (table is not null)
                {
                    table.Write(made, buffer);
                }
                else if (form.Format is { JoinsEvents: true } format)
                {
                    joined.Add(made);
                    if (joined.Count == MaxJoined)
                        Join(format, joined, buffer);
                }
                else
                {
                    WriteLine(made, buffer);
                }
            }

            if (buffer.Length < PartBytes)
                continue;
            output.Write(buffer.WrittenSpan);
            buffer.Clear();
        }

        if (joined.Count > 0)
            Join(form.Format!, joined, buffer);
        output.Write(buffer.WrittenSpan);
        output.Flush();
        return new ConversionResult(events, failures);
    }

    private static void Join(EventFormat format, List<Event> joined, Utf8Buffer buffer)
    {
        format.WriteAll(joined, buffer);
        buffer.Append((byte)'\n');
        joined.Clear();
    }

    private void WriteLine(Event made, Utf8Buffer buffer)
    {
        if (form.Format is { } format)
            format.Write(made, buffer);
        else
            made.WriteTo(buffer, MessageFormat.WithType);
        buffer.Append((byte)'\n');
    }

    // The columns are known only when all events are: the report is gone through twice, so that they need not be in memory.
    private List<string> FieldsOf(CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ParsedItem item in parser.Read(report.Clone()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Event is not { } made)
                continue;
            foreach (FieldEntry field in made)
                names.Add(field.Key.Name);
        }

        names.Remove("raw");
        return [.. names];
    }
}
