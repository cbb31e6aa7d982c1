using System.Text;
using IntelMQ.Templates;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="JinjaExpert"/>.</summary>
public sealed partial class JinjaExpertOptions : BotOptions
{
    /// <summary><c>fields</c>: the fields to set, and for each its template or <c>file:///</c> and the path of a file that holds it.</summary>
    [Required("give a map from fields to templates")]
    public TextMap Fields { get; set; } = [];

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        foreach ((string field, string text) in Fields)
        {
            try
            {
                if (!JinjaExpert.IsFile(text))
                    Template.Parse(text);
            }
            catch (TemplateException exception)
            {
                complaints.Add($"fields: the template for {field} is not understood, {exception.Message}");
            }
        }
    }
}

/// <summary>
/// Sets fields to texts made by templates, which see the event as <c>msg</c>: <c>{{ msg['feed.name'] | upper }}</c>. The templates run in
/// the order given, each sees what those before it did.
/// </summary>
/// <remarks>Of the Jinja language there are output, filters, tests, if, for, set, macro, raw, comments and control of white space; includes are refused.</remarks>
[Bot("intelmq.bots.experts.jinja.expert", BotKind.Expert, Summary = "Sets fields to texts made by templates.")]
public sealed partial class JinjaExpert : Expert
{
    private const string FilePrefix = "file:///";
    private const long MaxBytes = 1024 * 1024;

    private readonly JinjaExpertOptions _options;
    private readonly Lazy<(string Field, Template Template)[]> _templates;

    /// <summary>Creates the expert.</summary>
    public JinjaExpert(JinjaExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _templates = new(Load);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _templates.Value;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="TemplateException">A template asks for what cannot be done.</exception>
    /// <exception cref="InvalidFieldException">A field refuses its text.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var view = new TemplateEvent(message);
        foreach ((string field, Template template) in _templates.Value)
        {
            // Also where the field stays as it is: a template that fails fails every event, as in IntelMQ.
            string rendered = template.Render(new KeyValuePair<string, object?>("msg", view));
            if (!_options.Overwrite && message.Contains(field))
                continue;
            byte[] text = Encoding.UTF8.GetBytes(rendered);
            message.Set(field, FieldValue.Text(text)).ThrowIfRefused();
        }

        return Verdict.Keep;
    }

    internal static bool IsFile(string text) => text.StartsWith(FilePrefix, StringComparison.Ordinal);

    private (string Field, Template Template)[] Load()
        => [.. _options.Fields.Select(static entry => (entry.Key, IsFile(entry.Value) ? Read(entry.Key, entry.Value[(FilePrefix.Length - 1)..]) : Template.Parse(entry.Value)))];

    private static Template Read(string field, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new IOException("it has more than 1 MiB.");
            return Template.Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TemplateException)
        {
            throw new BotConfigurationException(Descriptor.Module, [$"fields: the template for {field} is '{path}', which cannot be used: {exception.Message}"]);
        }
    }
}
