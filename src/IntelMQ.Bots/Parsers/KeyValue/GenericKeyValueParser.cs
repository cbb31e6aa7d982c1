using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.KeyValue;

/// <summary>The parameters of <see cref="GenericKeyValueParser"/>.</summary>
public sealed partial class GenericKeyValueParserOptions : ParserOptions
{
    /// <summary><c>keys</c>: which key goes to which field. At least one.</summary>
    [Required("name at least one key and its field")]
    public IDictionary<string, string> Keys { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>pair_separator</c>: what stands between pairs.</summary>
    [Required("say what stands between pairs")]
    public string PairSeparator { get; set; } = " ";

    /// <summary><c>kv_separator</c>: what stands between key and value; of several within a pair, the first one.</summary>
    [Required("say what stands between key and value")]
    public string KvSeparator { get; set; } = "=";

    /// <summary><c>strip_quotes</c>: whether quotes around values, double or single, are dropped; what stands between pairs may stand within them.</summary>
    public bool StripQuotes { get; set; } = true;

    /// <summary><c>timestamp_key</c>: taken for old configurations, without effect, as in IntelMQ; map the key to <c>time.source</c>.</summary>
    public string? TimestampKey { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ArgumentNullException.ThrowIfNull(complaints);
        foreach (string field in Keys.Values)
        {
            if (!Schema.Default.TryGetKey(field, out _))
                complaints.Add($"keys names the field '{field}', which there is not.");
        }
    }
}

/// <summary>
/// Parses lines of keys and values into the fields that its parameters name. A value that its field refuses is left out; two values for
/// one field make the line a failure. A line without any known key is an event of its <c>raw</c> alone.
/// </summary>
[Bot("intelmq.bots.parsers.key_value.parser", BotKind.Parser)]
public sealed partial class GenericKeyValueParser : KeyValueParser
{
    private readonly List<string[]> _rivals;
    private readonly TimeFormat _fuzzy;

    /// <summary>Creates the parser.</summary>
    public GenericKeyValueParser(GenericKeyValueParserOptions options, BotServices services)
        : base(options, services)
    {
        _ = TimeFormat.TryCreate(null, Services.Time, out TimeFormat? fuzzy, out _);
        _fuzzy = fuzzy ?? TimeFormat.Fuzzy;
        _rivals = [.. options.Keys.GroupBy(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal)
            .Select(static keys => keys.ToArray()).Where(static keys => keys.Length > 1)];
        Map =
        [
            .. options.Keys.Select(pair => Rule(pair.Key, pair.Value)),
            .. _rivals.Count == 0 ? [] : (MapRule[])[Complete(CheckRivals, "a line with several keys for one field fails")],
        ];
        Pairs = new KeyValueFormat { PairSeparator = options.PairSeparator, KeySeparator = options.KvSeparator, StripsQuotes = options.StripQuotes };
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override KeyValueFormat Pairs { get; }

    private RowOutcome CheckRivals(RowEvent row)
    {
        foreach (string[] keys in _rivals)
        {
            int given = 0;
            foreach (string key in keys)
                given += row.Row[key].IsIgnored ? 0 : 1;
            if (given > 1)
                return RowOutcome.Fail(null, $"has more than one of the keys {string.Join(", ", keys)}, which go to one field");
        }

        return RowOutcome.Keep;
    }

    private ColumnRule Rule(string key, string field)
    {
        ColumnRule rule = Rules.Column(key, field).Optional();
        return field == Fields.Time.Source.Name ? rule.With(ReadTime, "seconds since 1970, or any form of time") : rule;
    }

    private Harmonized ReadTime(FieldValue value, Utf8Buffer buffer)
        => (value.Utf8.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? _fuzzy : TimeFormat.Timestamp).Convert(value.Utf8, buffer);
}
