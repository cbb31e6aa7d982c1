using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="RemoveAffixExpert"/>.</summary>
public sealed partial class RemoveAffixExpertOptions : BotOptions
{
    /// <summary><c>remove_prefix</c>: whether the affix stands at the start; otherwise at the end.</summary>
    public bool RemovePrefix { get; set; } = true;

    /// <summary><c>affix</c>: what is removed, once; upper and lower case differ.</summary>
    public string Affix { get; set; } = "www.";

    /// <summary><c>field</c>: the field's name.</summary>
    public FieldName Field { get; set; } = "source.fqdn";
}

/// <summary>Removes a text from the start or the end of a field. A field of which nothing is left is removed.</summary>
[Bot("intelmq.bots.experts.remove_affix.expert", BotKind.Expert)]
public sealed partial class RemoveAffixExpert : Expert
{
    private readonly bool _prefix;
    private readonly byte[] _affix;
    private readonly NamedField _field;

    /// <summary>Creates the expert.</summary>
    public RemoveAffixExpert(RemoveAffixExpertOptions options, BotServices services)
        : base(options, services)
    {
        _prefix = options.RemovePrefix;
        _affix = Encoding.UTF8.GetBytes(options.Affix);
        _field = new NamedField(options.Field.Name);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFieldException">What is left is not valid for the field.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_field.TextIn(message, out FieldValue value) is not { } key)
            return Verdict.Keep;
        ReadOnlySpan<byte> text = value.Utf8;
        if (_prefix && text.StartsWith(_affix))
            text = text[_affix.Length..];
        else if (!_prefix && text.EndsWith(_affix))
            text = text[..^_affix.Length];
        // Stored also where nothing was removed: IntelMQ cleans the value again in any case.
        message.Set(key, FieldValue.Text(text)).ThrowIfRefused();
        return Verdict.Keep;
    }
}
