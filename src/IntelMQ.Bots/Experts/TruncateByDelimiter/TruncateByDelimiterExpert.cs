using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="TruncateByDelimiterExpert"/>.</summary>
public sealed partial class TruncateByDelimiterExpertOptions : BotOptions
{
    /// <summary><c>delimiter</c>: what parts end with.</summary>
    [Required("give the text that parts end with")]
    public string Delimiter { get; set; } = ".";

    /// <summary><c>max_length</c>: how many characters the value may have.</summary>
    public int MaxLength { get; set; } = 200;

    /// <summary><c>field</c>: the field's name.</summary>
    public FieldName Field { get; set; } = "source.fqdn";
}

/// <summary>Removes parts from the start of a field, up to and with a delimiter, while the field is too long.</summary>
/// <remarks>A value without delimiter stays, however long. A field of which nothing is left is removed.</remarks>
[Bot("intelmq.bots.experts.truncate_by_delimiter.expert", BotKind.Expert)]
public sealed partial class TruncateByDelimiterExpert : Expert
{
    private readonly byte[] _delimiter;
    private readonly int _maxLength;
    private readonly NamedField _field;

    /// <summary>Creates the expert.</summary>
    public TruncateByDelimiterExpert(TruncateByDelimiterExpertOptions options, BotServices services)
        : base(options, services)
    {
        _delimiter = Encoding.UTF8.GetBytes(options.Delimiter);
        _maxLength = options.MaxLength;
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
        int length = TextEdit.CountCharacters(text);
        while (length > _maxLength && text.IndexOf(_delimiter) is >= 0 and var at)
        {
            int removed = at + _delimiter.Length;
            length -= TextEdit.CountCharacters(text[..removed]);
            text = text[removed..];
        }

        message.Set(key, FieldValue.Text(text)).ThrowIfRefused();
        return Verdict.Keep;
    }
}
