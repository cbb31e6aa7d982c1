using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>One of the taxonomies of <see cref="ClassificationTaxonomy"/>. Cleaned: lower case; four old spellings with a blank.</summary>
internal sealed class ClassificationTaxonomyType : NamedType
{
    public ClassificationTaxonomyType()
        : base("ClassificationTaxonomy", ClassificationTaxonomy.All, OldSpellings, "is not a classification taxonomy")
    {
    }

    private static (string Old, string New)[] OldSpellings =>
    [
        ("abusive content", ClassificationTaxonomy.AbusiveContent),
        ("information gathering", ClassificationTaxonomy.InformationGathering),
        ("intrusion attempts", ClassificationTaxonomy.IntrusionAttempts),
        ("malicious code", ClassificationTaxonomy.MaliciousCode),
    ];

    private protected override void ToOneCase(ReadOnlySpan<byte> text, Utf8Buffer buffer) => PythonCase.Lower(text, buffer);
}
