namespace IntelMQ.Bots.Tests.Support;

/// <summary>A fact about recorded samples that are kept outside the repository; reported as skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Folder is null)
            Skip = "There is no folder shared/corpus beside the checkout.";
    }
}
