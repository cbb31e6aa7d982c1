using System.Text;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser that makes its events in code, where no map can say what they are: one element becomes several events, or columns are only
/// known from parameters. Maps are faster.
/// </summary>
public abstract class EventParser : Parser
{
    /// <summary>Creates the parser.</summary>
    protected EventParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected EventParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>A report's text: UTF-8, without a byte order mark and without what is not UTF-8.</summary>
    protected static ReadOnlyMemory<byte> TextOf(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.Decode(report.Raw);
        return text[FeedText.ByteOrderMarkLength(text.Span)..];
    }

    /// <summary>A text's lines, not trimmed; they end at any Unicode line end, as IntelMQ has it.</summary>
    protected static IEnumerable<ReportLine> LinesOf(ReadOnlyMemory<byte> text) => LinesOf(text, LineSplitter.AnyLineEnd(text));

    /// <summary>A text's lines, not trimmed; they end at CR and LF: the other line ends may stand within JSON texts.</summary>
    protected static IEnumerable<ReportLine> JsonLinesOf(ReadOnlyMemory<byte> text) => LinesOf(text, LineSplitter.AtCrLf(text));

    /// <summary>An event with what it takes over from its report.</summary>
    protected Event NewEvent(Report report)
    {
        var message = new Event(report);
        AddReportFields(message, report);
        return message;
    }

    /// <summary>An event with the fields of a message as they stand; nothing is converted or checked again.</summary>
    protected static Event EventOf(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is Event same)
            return same;
        var result = new Event(message.Schema);
        FieldEnumerator fields = message.GetEnumerator();
        while (fields.MoveNext())
            result.CopyFrom(message, fields.Key, fields.Slot);
        return result;
    }

    /// <summary>Adds what an event takes over from its report, where the event does not hold it.</summary>
    protected void AddReportFields(Event message, Report report)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(report);
        foreach (FieldKey key in ReportFields.TakenOver(report.Schema))
            AddReportField(message, report, key);
        foreach (string name in BaseOptions.CopyCollectorProvidedFields)
        {
            if (name != "raw" && report.Schema.TryGetKey(name, out FieldKey? key))
                AddReportField(message, report, key);
        }
    }

    /// <summary>Reads elements one by one, each by itself: what the code of one throws is the failure of that one.</summary>
    /// <typeparam name="T">What an element is.</typeparam>
    /// <param name="report">The report.</param>
    /// <param name="elements">The elements; read as they are asked for.</param>
    /// <param name="again">What fails again when it is parsed as a report, where the element's code throws.</param>
    /// <param name="read">The code of one element. None of what it gives counts when it throws.</param>
    protected IEnumerable<ParsedItem> ForEach<T>(Report report, IEnumerable<T> elements, Func<T, ReportLine> again, Func<T, IEnumerable<ParsedItem>> read)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(again);
        ArgumentNullException.ThrowIfNull(read);
        return Elements();

        IEnumerable<ParsedItem> Elements()
        {
            foreach (T element in elements)
            {
                foreach (ParsedItem item in ReadOne(report, element, again, read))
                    yield return item;
            }
        }
    }

    /// <summary>As the other overload, for elements that make one item at most.</summary>
    /// <inheritdoc cref="ForEach{T}(Report, IEnumerable{T}, Func{T, ReportLine}, Func{T, IEnumerable{ParsedItem}})"/>
    protected IEnumerable<ParsedItem> ForEach<T>(Report report, IEnumerable<T> elements, Func<T, ReportLine> again, Func<T, ParsedItem?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ForEach(report, elements, again, element => read(element) is { } item ? [item] : (IReadOnlyList<ParsedItem>)[]);
    }

    /// <summary>Completes an event: adds <c>default_fields</c> and <c>raw</c> where they are absent.</summary>
    /// <param name="message">The event.</param>
    /// <param name="report">The report.</param>
    /// <param name="element">What the event was made of: its <c>raw</c>, where it has none, and that of the failure.</param>
    /// <returns>The event, or a failure where a default is refused.</returns>
    protected ParsedItem Finish(Event message, Report report, ReportLine element)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach ((string name, string text) in BaseOptions.DefaultFields)
        {
            SetResult result = message.Contains(name) ? default : message.SetIfAbsent(name, Harmonization.FieldValue.Text(Encoding.UTF8.GetBytes(text)));
            if (result.IsRefused)
                return Fail(report, element, $"{name} {result.Reason}.");
        }

        if (!message.Contains(Fields.Raw))
            message.SetRawBytes(element.Text.ToArray());
        return new ParsedItem(message);
    }

    /// <summary>Completes the events of one element, as <see cref="Finish(Event, Report, ReportLine)"/> does.</summary>
    /// <returns>All events; or one failure, where a default is refused.</returns>
    protected IReadOnlyList<ParsedItem> Finish(IReadOnlyList<Event> messages, Report report, ReportLine element)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var items = new ParsedItem[messages.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Finish(messages[i], report, element);
            if (items[i].Failure is not null)
                return [items[i]];
        }

        return items;
    }

    /// <summary>Makes bytes an event's <c>raw</c>: kept, not copied, and shared by the event's clones.</summary>
    protected static void SetRaw(Event message, ReadOnlyMemory<byte> raw)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.SetRawBytes(raw);
    }

    /// <summary>Makes a failure of an element.</summary>
    /// <param name="report">The report.</param>
    /// <param name="element">What fails again, once, when it is parsed as a report.</param>
    /// <param name="reason">A sentence.</param>
    protected ParsedItem Fail(Report report, ReportLine element, string reason) => Fail(report, element, null, reason);

    /// <summary>Makes a failure of an element.</summary>
    /// <param name="report">The report.</param>
    /// <param name="element">What fails again, once, when it is parsed as a report.</param>
    /// <param name="field">The field at fault, or <see langword="null"/>.</param>
    /// <param name="reason">A sentence.</param>
    protected ParsedItem Fail(Report report, ReportLine element, string? field, string reason)
    {
        ArgumentNullException.ThrowIfNull(report);
        return LineFailure.Create(report, default, element.Text.Span, BaseOptions.MaxLineSize, new LineFailureDetails(element.Number, element.Offset, field, reason));
    }

    /// <summary>Whether an element is longer than <c>max_line_size</c> allows, and must not be looked at.</summary>
    protected bool IsTooLong(ReportLine element) => element.Text.Length > BaseOptions.MaxLineSize;

    /// <summary>Makes the failure of an element that is too long.</summary>
    protected ParsedItem FailTooLong(Report report, ReportLine element)
        => Fail(report, element, $"The line has {element.Text.Length} bytes, more than max_line_size allows ({BaseOptions.MaxLineSize}).");

    private IReadOnlyList<ParsedItem> ReadOne<T>(Report report, T element, Func<T, ReportLine> again, Func<T, IEnumerable<ParsedItem>> read)
    {
        try
        {
            IEnumerable<ParsedItem> items = read(element);
            return items as IReadOnlyList<ParsedItem> ?? [.. items];
        }
#pragma warning disable CA1031 // Whatever the code of an element throws is the failure of the element.
        catch (Exception exception) when (exception is not InvalidReportException)
        {
            ReportLine line = again(element);
            var details = new LineFailureDetails(line.Number, line.Offset, null, $"The parser {GetType().Name} broke off at this element: {exception.Message}") { Exception = exception };
            return [LineFailure.Create(report, default, line.Text.Span, BaseOptions.MaxLineSize, details)];
        }
#pragma warning restore CA1031
    }

    private static IEnumerable<ReportLine> LinesOf(ReadOnlyMemory<byte> text, LineSplitter lines)
    {
        while (lines.MoveNext())
            yield return new ReportLine(text.Slice(lines.Start, lines.Length), lines.Number, lines.Start);
    }

    private static void AddReportField(Event message, Report report, FieldKey key)
    {
        if (!message.Contains(key) && report.SlotOf(key) is { IsEmpty: false } slot)
            message.CopyFrom(report, key, slot);
    }
}
