using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>
/// A bot that makes events of a report's lines. An element that makes no event becomes a failure with the reason and a raw part that
/// fails the same way again; the rest goes on.
/// </summary>
/// <remarks>
/// Most parsers derive from a base class that does the framing (<see cref="CsvParser"/> and its neighbours) and consist of a map. A
/// parser may be used by one thread at a time.
/// </remarks>
public abstract class Parser : Bot
{
    private readonly ReportEncodings _encodings;
    private string _reportType = "";
    private bool _isTypeKnown = true;
    private IReadOnlyList<string> _tableColumns = [];
    private IReadOnlyList<string> _unknownColumns = [];

    private protected Parser(ParserOptions options, BotServices services)
        : base(options, services, StateKinds.Values)
    {
        BaseOptions = options;
        _encodings = new ReportEncodings(options.Encoding);
    }

    /// <summary>
    /// How many bytes of reports were read as Windows-1252 (or as UTF-16, where every second byte was NUL), since they were not UTF-8 and
    /// nothing said what they are.
    /// </summary>
    public long BytesOfGuessedEncoding => _encodings.GuessedBytes;

    /// <summary>
    /// How many rows have made neither an event nor a failure, since the map says so: they are not wanted, or have no elements. Comments and
    /// empty lines are no rows.
    /// </summary>
    public long PassedOver { get; private set; }

    /// <inheritdoc/>
    public override BotConcurrency Concurrency => BotConcurrency.PerInstance;

    /// <summary>The parameters that all parsers have.</summary>
    private protected ParserOptions BaseOptions { get; }

    internal double FormatChangedRatio => BaseOptions.FormatChangedRatio;

    /// <summary>Takes a report apart, element by element; the next element is read when it is asked for.</summary>
    /// <param name="report">The report; not changed, but read while the elements are asked for.</param>
    /// <remarks>
    /// One report at a time. A report without raw data gives nothing. A report that cannot be taken apart gives one failure of the whole
    /// of it. Where that is found out midway, the failure's report says in <c>extra.items_done</c> how many events and failures came
    /// before, and they are left out when it is parsed again.
    /// </remarks>
    public IEnumerable<ParsedItem> Read(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Contains(Schemas.Fields.Raw) ? Guarded(report, ItemsDone.Of(report)) : [];
    }

    /// <summary>Takes a report apart and returns everything at once.</summary>
    public ParseResult Parse(Report report)
    {
        var events = new List<Event>();
        var failures = new List<Failure>();
        long before = PassedOver;
        foreach (ParsedItem item in Read(report))
        {
            if (item.Event is { } parsed)
                events.Add(parsed);
            else if (item.Failure is { } failure)
                failures.Add(failure);
        }

        return new ParseResult(events, failures) { PassedOver = PassedOver - before };
    }

    /// <summary>Reads a stream to its end, and takes what it gave apart as one report of the default schema.</summary>
    /// <param name="stream">The feed's data, such as a file or the body of an HTTP response; stays open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">There are more than 512 MiB, which is more than a report holds; a pipeline's collectors cut such a feed.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <example><code>await using FileStream file = File.OpenRead("feed.csv");
    /// ParseResult result = await parser.ParseAsync(file);</code></example>
    public async ValueTask<ParseResult> ParseAsync(Stream stream, CancellationToken cancellationToken = default)
        => Parse(await Report.ReadAsync(stream, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes a text apart as one report of the default schema.</summary>
    /// <param name="feed">The feed's text.</param>
    public ParseResult Parse(string feed) => Parse(new Report(System.Text.Encoding.UTF8.GetBytes(feed), Schema.Default));

    /// <summary>Says what the parser names and a schema lacks, so that a host need not wait for the first report.</summary>
    /// <param name="schema">The schema of the reports to come.</param>
    /// <param name="complaints">Takes sentences.</param>
    internal virtual void CheckSchema(Schema schema, ICollection<string> complaints)
    {
        foreach (string name in BaseOptions.DefaultFields.Keys.Where(name => !schema.TryGetKey(name, out _)))
            complaints.Add($"default_fields names '{name}', which is not a field of the schema.{schema.Suggest(name)}");
        foreach (string name in BaseOptions.CopyCollectorProvidedFields.Where(name => !schema.TryGetKey(name, out _)))
            complaints.Add($"copy_collector_provided_fields names '{name}', which is not a field of the schema.{schema.Suggest(name)}");
    }

    /// <summary>Takes a report apart: the hook that replaces a base class's whole way of parsing.</summary>
    /// <param name="report">A report with raw data, in UTF-8 unless it is packed.</param>
    /// <exception cref="InvalidReportException">The report cannot be taken apart; it becomes one failure.</exception>
    protected abstract IEnumerable<ParsedItem> ReadElements(Report report);

    /// <summary>Reads a report with another parser, whose rows are this one's: for feeds that come in several forms.</summary>
    /// <param name="other">The parser for the report's form.</param>
    /// <param name="report">The report.</param>
    protected IEnumerable<ParsedItem> ReadWith(Parser other, Report report)
    {
        ArgumentNullException.ThrowIfNull(other);
        long before = other.PassedOver;
        foreach (ParsedItem item in report.Contains(Schemas.Fields.Raw) ? other.Guarded(report, done: 0) : [])
        {
            PassedOver += other.PassedOver - before;
            before = other.PassedOver;
            yield return item;
        }

        PassedOver += other.PassedOver - before;
    }

    /// <summary>Notes of what kind the report is, for feeds that have several; see <see cref="FeedReading"/>.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="isKnown">Whether the parser knows it.</param>
    protected void NoteReportType(string type, bool isKnown) => (_reportType, _isTypeKnown) = (type, isKnown);

    /// <summary>Notes the columns of the report's table.</summary>
    private protected void NoteColumns(IReadOnlyList<string> columns, IReadOnlyList<string> unknown) => (_tableColumns, _unknownColumns) = (columns, unknown);

    /// <summary>Notes the names of the members of some of the report's objects.</summary>
    private protected void NoteMoreColumns(IReadOnlyList<string> columns, IReadOnlyList<string> unknown)
        => NoteColumns([.. _tableColumns.Union(columns, StringComparer.Ordinal)], [.. _unknownColumns.Union(unknown, StringComparer.Ordinal)]);

    /// <summary>Counts a row that makes neither an event nor a failure, for parsers that read rows on their own; see <see cref="PassedOver"/>.</summary>
    protected internal void PassOver() => PassedOver++;

    // A defect in a parser must not stop the reports that follow; what it has read of this one is good, and is not given again.
    private IEnumerable<ParsedItem> Guarded(Report report, long done)
    {
        IEnumerator<ParsedItem>? elements = null;
        report = ItemsDone.Without(report);
        long failed = 0;
        NoteReportType("", isKnown: true);
        NoteColumns([], []);
        try
        {
            for (long count = 0; ; count++)
            {
                ParsedItem item;
                bool last = false;
                try
                {
                    elements ??= ReadElements(_encodings.InUtf8(report, Log)).GetEnumerator();
                    if (!elements.MoveNext())
                    {
                        Tell(report, count, failed);
                        yield break;
                    }

                    if (elements.Current.Failure is not null)
                        failed++;
                    if (count < done)
                        continue;
                    item = elements.Current;
                }
                catch (InvalidReportException exception)
                {
                    item = new ParsedItem(new Failure(ItemsDone.Note(report, Math.Max(count, done)), exception.Message));
                    last = true;
                    if (!_isTypeKnown)
                        Tell(report, 0, 0);
                }
#pragma warning disable CA1031 // Whatever a parser throws is a failure of its report.
                catch (Exception exception)
                {
                    item = new ParsedItem(new Failure(ItemsDone.Note(report, Math.Max(count, done)), $"The parser {GetType().Name} broke off: {exception.Message}") { Exception = exception });
                    last = true;
                }
#pragma warning restore CA1031

                yield return item;
                if (last)
                    yield break;
            }
        }
        finally
        {
            elements?.Dispose();
        }
    }

    private void Tell(Report report, long rows, long failed) => Services.FeedWatch?.Saw(new FeedReading
    {
        Parser = Module,
        Feed = report[Schemas.Fields.Feed.Name] ?? "",
        ReportType = _reportType,
        IsReportTypeKnown = _isTypeKnown,
        Columns = _tableColumns,
        UnknownColumns = _unknownColumns,
        Rows = rows,
        Failed = failed,
    });
}
