using IntelMQ.Site;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Docs.Tests;

/// <summary>The pages, as the tests see them.</summary>
internal static class DocumentationPages
{
    public static bool Accepts => Environment.GetEnvironmentVariable("INTELMQ_ACCEPT") == "1";

    public static IReadOnlyList<MarkdownPage> All => [.. Repository.Pages().Select(Repository.Read)];

    /// <summary>Compares each listing with what it should be; with <c>INTELMQ_ACCEPT=1</c> writes that instead.</summary>
    /// <param name="expected">What a listing should be; null where there is nothing to say of it.</param>
    public static void Compare(Func<CodeListing, string?> expected)
    {
        var stale = new List<string>();
        foreach (string path in Repository.Pages())
        {
            // A listing that is written moves those behind it, so the page is read again.
            int count = Repository.Read(path).Listings.Count();
            for (int i = 0; i < count; i++)
            {
                CodeListing listing = Repository.Read(path).Listings.ElementAt(i);
                if (expected(listing) is not { } text || OutputText.Matches(listing.Code, text))
                    continue;
                if (Accepts)
                    File.WriteAllText(Repository.PathOf(path), listing.TextWith(text));
                else
                    stale.Add($"{listing} ({listing.Marker}) should be:\n{text}");
            }
        }

        Assert.True(stale.Count == 0, $"Listings are stale; run these tests with INTELMQ_ACCEPT=1, or mend the source.\n{string.Join("\n\n", stale)}");
    }
}
