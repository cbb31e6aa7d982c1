using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// Completes the classification: the taxonomy follows from the type (<see cref="ClassificationTaxonomy.Of(string)"/>); without a type the
/// type is <c>undetermined</c>. What is set stays, even where both contradict each other.
/// </summary>
/// <example><code>var message = new Event { ["classification.type"] = "scanner" };
/// await new TaxonomyExpert().ApplyAsync(message);
/// Console.WriteLine(message.GetString("classification.taxonomy"));</code></example>
[Bot("intelmq.bots.experts.taxonomy.expert", BotKind.Expert, Summary = "Sets classification.taxonomy from classification.type.")]
public sealed partial class TaxonomyExpert(BotServices services) : Expert(services)
{
    /// <inheritdoc/>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        FieldValue type = message.Get(Fields.Classification.Type);
        if (!message.Contains(Fields.Classification.Taxonomy))
            message.Set(Fields.Classification.Taxonomy, FieldValue.Text(ClassificationTaxonomy.Of(type.Utf8)));
        if (type.IsMissing)
            message.Set(Fields.Classification.Type, ClassificationType.Undetermined);
        return Verdict.Keep;
    }
}
