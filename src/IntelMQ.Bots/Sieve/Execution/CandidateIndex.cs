using System.Diagnostics;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>
/// Of many conditions finds those that may be true for an event, by looking up the fields that they look at first, instead of trying them
/// one by one. What it cannot judge is always among them.
/// </summary>
internal sealed class CandidateIndex
{
    // Fewer are tried faster than looked up.
    private const int MinConditions = 8;

    private readonly ulong[] _always;
    private readonly CandidateLookup[] _lookups;

    private CandidateIndex(ulong[] always, CandidateLookup[] lookups) => (_always, _lookups) = (always, lookups);

    /// <summary>How many words the set of candidates has.</summary>
    public int Words => _always.Length;

    /// <summary>The fields that are looked up.</summary>
    public IEnumerable<string> Fields => _lookups.Select(static lookup => lookup.Key.Name);

    /// <summary>Makes an index of conditions; null where it would not pay.</summary>
    /// <param name="conditions">In the order in which they are tried; null for what is not under a condition.</param>
    public static CandidateIndex? Build(IReadOnlyList<SieveCondition?> conditions)
    {
        if (conditions.Count < MinConditions)
            return null;
        var tests = new List<(IndexTest Test, int Number)>();
        for (int i = 0; i < conditions.Count; i++)
        {
            if (conditions[i]?.FirstTest is { } test)
                tests.Add((test, i));
        }

        var lookups = new List<CandidateLookup>();
        var always = new ulong[(conditions.Count + 63) / 64];
        for (int i = 0; i < conditions.Count; i++)
            always[i >> 6] |= 1UL << (i & 63);
        foreach (IGrouping<(string, bool, bool), (IndexTest Test, int Number)> group in
            tests.GroupBy(static entry => (entry.Test.Key.Name, entry.Test.Texts is null, entry.Test.Numbers is null)))
        {
            (IndexTest Test, int Number)[] members = [.. group];
            if (members.Length < MinConditions || CandidateLookup.Build(members) is not { } lookup)
                continue;
            lookups.Add(lookup);
            foreach ((_, int number) in members)
                always[number >> 6] &= ~(1UL << (number & 63));
        }

        return lookups.Count == 0 ? null : new CandidateIndex(always, [.. lookups]);
    }

    /// <summary>Writes the set of candidates, one bit for each condition.</summary>
    public void Find(Event message, Span<ulong> candidates)
    {
        Debug.Assert(candidates.Length == Words, "The set has another size.");
        _always.CopyTo(candidates);
        foreach (CandidateLookup lookup in _lookups)
        {
            foreach (int number in lookup.Find(message[lookup.Key]))
                candidates[number >> 6] |= 1UL << (number & 63);
        }
    }
}
