using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>The parameters of outputs that write events as text: what of the event is written, and in which form.</summary>
public partial class ExportOptions : BotOptions
{
    /// <summary><c>keep_raw_field</c>: write <c>raw</c> too; off by default.</summary>
    public bool KeepRawField { get; set; }

    /// <summary><c>message_with_type</c>: write <c>__type</c>, which IntelMQ needs to read the event again; off by default.</summary>
    public bool? MessageWithType { get; set; }

    /// <summary><c>with_type</c>: another name of <see cref="MessageWithType"/>, which goes before it.</summary>
    public bool? WithType { get; set; }

    /// <summary><c>message_jsondict_as_string</c>: accepted, without effect where events are written as text, as in IntelMQ.</summary>
    public bool MessageJsondictAsString { get; set; }

    /// <summary>
    /// <c>single_key</c>: write only this field's value, as text (<c>None</c> where it is absent, as Python writes it); <c>raw</c> is
    /// decoded. <see langword="null"/>, empty or <c>false</c>: the whole event as JSON.
    /// </summary>
    public string? SingleKey { get; set; }

    /// <summary><c>hierarchical_output</c>: objects within objects, split at the dots; off by default.</summary>
    public bool? HierarchicalOutput { get; set; }

    /// <summary><c>message_hierarchical</c>: another name of <see cref="HierarchicalOutput"/>, which goes before it.</summary>
    public bool? MessageHierarchical { get; set; }

    /// <summary><c>message_hierarchical_output</c>: another name of <see cref="HierarchicalOutput"/>; the first that is set counts.</summary>
    public bool? MessageHierarchicalOutput { get; set; }

    /// <summary>
    /// <c>format</c>: write the whole event in a format of other programs, such as <c>ecs</c> or <c>stix</c>; see <see cref="BotServices.Formats"/>.
    /// Of the other parameters only <see cref="KeepRawField"/> counts then. The parameter is this project's own.
    /// </summary>
    public string? Format { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(Format) && ToFormat().SingleKey is not null)
            complaints.Add("format and single_key exclude each other: one writes the whole event, the other one field.");
    }

    /// <summary>What the parameters say, in the form that <see cref="EventText"/> takes, with the format that they name.</summary>
    /// <param name="services">Where the formats are.</param>
    /// <param name="bot">The bot's module, for the complaint.</param>
    /// <exception cref="BotConfigurationException">There is no such format.</exception>
    public EventTextFormat ToFormat(BotServices services, string bot)
    {
        ArgumentNullException.ThrowIfNull(services);
        return ToFormat() with { Document = services.FormatOf(Format, bot) };
    }

    /// <summary>What the parameters say, in the form that <see cref="EventText"/> takes.</summary>
    public EventTextFormat ToFormat()
    {
        MessageFormat format = default;
        if (HierarchicalOutput ?? MessageHierarchical ?? MessageHierarchicalOutput ?? false)
            format |= MessageFormat.Hierarchical;
        if (MessageWithType ?? WithType ?? false)
            format |= MessageFormat.WithType;
        if (!KeepRawField)
            format |= MessageFormat.WithoutRaw;
        // "false" is what IntelMQ's files say for "no single key".
        return new EventTextFormat(format, SingleKey is null or "" or "false" or "False" ? null : SingleKey);
    }
}
