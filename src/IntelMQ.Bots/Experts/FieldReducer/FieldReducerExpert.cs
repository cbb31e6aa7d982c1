using IntelMQ.Bots.Toolkit;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="FieldReducerExpert"/>.</summary>
public sealed partial class FieldReducerExpertOptions : BotOptions
{
    /// <summary><c>type</c>: whether <c>keys</c> are removed (<c>blacklist</c>) or all others (<c>whitelist</c>); mandatory.</summary>
    [Required("give whitelist or blacklist")]
    public FilterType? Type { get; set; }

    /// <summary><c>keys</c>: names of fields, as list or with commas; <c>extra</c> means all below it. Mandatory.</summary>
    [Required("name the fields that are to stay or to go")]
    public FieldList Keys { get; set; } = [];
}

/// <summary>Removes fields: those named, or all but those named. An event of which nothing is left ends here.</summary>
/// <remarks>Names are compared in full, so <c>extra.a</c> does not cover <c>extra.a.b</c>; what stays, stays as it is.</remarks>
[Bot("intelmq.bots.experts.field_reducer.expert", BotKind.Expert)]
public sealed partial class FieldReducerExpert : Expert
{
    private readonly bool _keep;
    private readonly NamedField[] _fields;
    private readonly HashSet<string> _names;
    private readonly bool _wholeExtra;

    [ThreadStatic]
    private static List<FieldKey>? _removed;

    /// <summary>Creates the expert.</summary>
    public FieldReducerExpert(FieldReducerExpertOptions options, BotServices services)
        : base(options, services)
    {
        _keep = options.Type == FilterType.Whitelist;
        _fields = NamedField.List(options.Keys);
        _names = new HashSet<string>(options.Keys.Names, StringComparer.Ordinal);
        _wholeExtra = _names.Contains("extra");
    }

    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_keep)
            RemoveOthers(message);
        else
            RemoveNamed(message);
        return message.Count == 0 ? Verdict.Drop : Verdict.Keep;
    }

    private void RemoveNamed(Event message)
    {
        foreach (NamedField field in _fields)
        {
            if (field.IsWholeExtra)
                message.Remove("extra");
            else if (field.KeyIn(message) is { } key)
                message.Remove(key);
        }
    }

    private void RemoveOthers(Event message)
    {
        List<FieldKey> removed = _removed ??= [];
        removed.Clear();
        foreach (FieldEntry field in message)
        {
            if (!_names.Contains(field.Key.Name) && !(_wholeExtra && field.Key.IsExtra))
                removed.Add(field.Key);
        }

        // From the end, where there is the least to move up.
        for (int i = removed.Count - 1; i >= 0; i--)
            message.Remove(removed[i]);
    }
}
