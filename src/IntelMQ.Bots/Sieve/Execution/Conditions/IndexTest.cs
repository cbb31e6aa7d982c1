using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>"The field is one of these": texts, numbers, or networks it lies in. Exactly one of the lists is there.</summary>
internal sealed record IndexTest(FieldKey Key, byte[][]? Texts, double[]? Numbers, IpNetworkValue[]? Networks)
{
    public static IndexTest? OfTexts(SieveKey key, byte[][] texts) => key is FixedSieveKey known ? new IndexTest(known.Key, texts, null, null) : null;

    public static IndexTest? OfNumbers(SieveKey key, double[] numbers) => key is FixedSieveKey known ? new IndexTest(known.Key, null, numbers, null) : null;

    public static IndexTest? OfNetworks(SieveKey key, IpNetworkValue[] networks) => key is FixedSieveKey known ? new IndexTest(known.Key, null, null, networks) : null;

    /// <summary>The test of alternatives: all of one field and kind, otherwise there is none.</summary>
    public static IndexTest? Union(IEnumerable<SieveCondition> items)
    {
        IndexTest[] tests = [.. items.Select(static item => item.FirstTest).TakeWhile(static test => test is not null)!];
        if (tests.Length == 0 || tests.Length != items.Count() || !Array.TrueForAll(tests, test => test.IsOfSameIndex(tests[0])))
            return null;
        return new IndexTest(
            tests[0].Key,
            tests[0].Texts is null ? null : [.. tests.SelectMany(static test => test.Texts!)],
            tests[0].Numbers is null ? null : [.. tests.SelectMany(static test => test.Numbers!)],
            tests[0].Networks is null ? null : [.. tests.SelectMany(static test => test.Networks!)]);
    }

    public bool IsOfSameIndex(IndexTest other) => Key.Name == other.Key.Name
        && Texts is null == other.Texts is null && Numbers is null == other.Numbers is null && Networks is null == other.Networks is null;
}
