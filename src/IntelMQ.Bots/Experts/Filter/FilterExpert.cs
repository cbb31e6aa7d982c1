using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// Lets events pass or ends them, by their time (<c>time.source</c>) and by the value of one field. Named paths take what matches, what
/// does not, and what does not pass.
/// </summary>
/// <remarks>
/// The time comes first: what it refuses takes no path at all, and events without <c>time.source</c> pass it. A field matches where it is
/// equal to the value in type too (the text <c>80</c> is not the number 80), or where the expression is found in its text.
/// </remarks>
[Bot("intelmq.bots.experts.filter.expert", BotKind.Expert)]
public sealed partial class FilterExpert : Expert
{
    private static readonly Verdict DropMatch = Verdict.To("action_other", "filter_match");
    private static readonly Verdict DropNoMatch = Verdict.To("filter_no_match", BotPath.Default);
    private static readonly Verdict KeepMatch = Verdict.To("filter_match", BotPath.Default);
    private static readonly Verdict KeepNoMatch = Verdict.To("action_other", "filter_no_match");

    private readonly FilterExpertOptions _options;
    private readonly TimeLimit? _notBefore;
    private readonly TimeLimit? _notAfter;
    private readonly NamedField? _field;
    private readonly PythonPattern? _pattern;
    private readonly bool _drops;

    [ThreadStatic]
    private static Utf8Buffer? _text;

    /// <summary>Creates the expert.</summary>
    public FilterExpert(FilterExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _notBefore = TimeLimit.Parse(options.NotBefore);
        _notAfter = TimeLimit.Parse(options.NotAfter);
        if (!options.FiltersByKey)
            return;
        _field = new NamedField(options.FilterKey!.Name);
        _drops = options.FilterAction == "drop";
        if (options.UsesRegex)
            _pattern = options.CompilePattern(out _);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BotPath> Paths { get; } =
        [new("filter_match", IsRequired: false), new("filter_no_match", IsRequired: false), new("action_other", IsRequired: false)];

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_field is null)
            LogNoKey(Log);
        else if (!_field.IsWholeExtra && !Schema.Default.TryGetKey(_field.Name, out FieldKey? key))
            LogUnknownField(Log, _field.Name);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The search for the regular expression took too long.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if ((_notBefore is not null || _notAfter is not null) && IsOutOfTime(message))
            return Verdict.Drop;
        if (_field is null)
            return Verdict.Keep;
        bool matches = Matches(message);
        return _drops ? matches ? DropMatch : DropNoMatch : matches ? KeepMatch : KeepNoMatch;
    }

    private bool IsOutOfTime(Event message)
    {
        FieldValue value = message.Get(Fields.Time.Source);
        if (value.IsMissing || !UtcTime.TryRead(value.Utf8, out DateTimeOffset time))
            return false;
        DateTimeOffset now = Services.Time.GetUtcNow();
        return (_notAfter is not null && time > _notAfter.At(now)) || (_notBefore is not null && time < _notBefore.At(now));
    }

    private bool Matches(Event message)
    {
        if (_field!.IsWholeExtra)
            return message.ExtraAsJson() is { } extra && Matches(FieldValue.Text(extra));
        if (_field.KeyIn(message) is not { } key)
            return false;
        FieldValue value = message[key];
        return !value.IsMissing && Matches(value);
    }

    private bool Matches(FieldValue value)
    {
        if (_pattern is null)
            return PythonEquality.AreEqual(value, _options.FilterValue!.Value);
        Utf8Buffer text = _text ??= new Utf8Buffer();
        text.Clear();
        if (value.Kind != FieldValueKind.Text)
            PythonText.Str(value, text);
        return _pattern.Search(value.Kind == FieldValueKind.Text ? value.Utf8 : text.WrittenSpan) switch
        {
            RegexOutcome.Match => true,
            RegexOutcome.NoMatch => false,
            _ => throw new InvalidDataException($"The search for filter_value in {_field!.Name} took too long; simplify the expression."),
        };
    }

    [LoggerMessage(1, LogLevel.Information, "Filtering by time alone: filter_key, filter_value and filter_action (drop or keep) are not all given.")]
    private static partial void LogNoKey(ILogger log);

    [LoggerMessage(2, LogLevel.Warning, "The field '{Field}' of filter_key is not known: it matches nothing unless the schema defines it.")]
    private static partial void LogUnknownField(ILogger log, string field);
}
