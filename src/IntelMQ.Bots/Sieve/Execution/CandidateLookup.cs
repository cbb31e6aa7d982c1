using IntelMQ.Harmonization;
using IntelMQ.Lookups;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>Finds the numbers of the conditions that one field's value may fulfil.</summary>
internal abstract class CandidateLookup(FieldKey key)
{
    public FieldKey Key => key;

    public abstract ReadOnlySpan<int> Find(FieldValue value);

    /// <summary>Makes the look-up of tests of one field and kind; null where it would grow too large.</summary>
    public static CandidateLookup? Build((IndexTest Test, int Number)[] tests)
    {
        IndexTest first = tests[0].Test;
        if (first.Texts is not null)
            return new ByText(first.Key, tests);
        return first.Numbers is not null ? new ByNumber(first.Key, tests) : ByNetwork.TryBuild(first.Key, tests);
    }

    private sealed class ByText : CandidateLookup
    {
        private readonly Utf8Map<int[]> _numbers = new();

        public ByText(FieldKey key, (IndexTest Test, int Number)[] tests)
            : base(key)
        {
            var lists = new Utf8Map<List<int>>();
            foreach ((IndexTest test, int number) in tests)
            {
                foreach (byte[] text in test.Texts!)
                {
                    if (!lists.TryGet(text, out List<int>? list))
                        lists.Add(text, list = []);
                    list.Add(number);
                }
            }

            foreach ((byte[] text, List<int> list) in lists.Entries)
                _numbers.Add(text, [.. list]);
        }

        public override ReadOnlySpan<int> Find(FieldValue value)
            => value.Kind == FieldValueKind.Text && _numbers.TryGet(value.Utf8, out int[]? numbers) ? numbers : default;
    }

    private sealed class ByNumber : CandidateLookup
    {
        private readonly Dictionary<double, int[]> _numbers;

        public ByNumber(FieldKey key, (IndexTest Test, int Number)[] tests)
            : base(key)
            => _numbers = tests.SelectMany(static entry => entry.Test.Numbers!.Select(value => (value, entry.Number)))
                .GroupBy(static entry => entry.value, static entry => entry.Number)
                .ToDictionary(static group => group.Key, static group => group.ToArray());

        public override ReadOnlySpan<int> Find(FieldValue value)
            => SieveNumber.TryRead(value, out SieveNumber number) && _numbers.TryGetValue(number.Value, out int[]? numbers) ? numbers : default;
    }

    private sealed class ByNetwork : CandidateLookup
    {
        // Each network holds the numbers of all networks around it; where many nest, that would grow without bound.
        private const int MaxNumbers = 1 << 22;

        private readonly NetworkTable<int[]> _numbers;

        private ByNetwork(FieldKey key, NetworkTable<int[]> numbers)
            : base(key)
            => _numbers = numbers;

        public static ByNetwork? TryBuild(FieldKey key, (IndexTest Test, int Number)[] tests)
        {
            var builder = new NetworkTableBuilder<int[]>();
            var around = new Stack<(IpNetworkValue Network, int[] Numbers)>();
            long total = 0;
            foreach (IGrouping<IpNetworkValue, int> group in tests
                .SelectMany(static entry => entry.Test.Networks!.Select(network => (network, entry.Number)))
                .GroupBy(static entry => entry.network, static entry => entry.Number)
                .OrderBy(static group => group.Key.Address)
                .ThenBy(static group => group.Key.PrefixLength))
            {
                while (around.Count > 0 && !around.Peek().Network.Contains(group.Key))
                    around.Pop();
                int[] numbers = [.. around.Count > 0 ? around.Peek().Numbers.Union(group) : group.Distinct()];
                if ((total += numbers.Length) > MaxNumbers)
                    return null;
                builder.Add(group.Key, numbers);
                around.Push((group.Key, numbers));
            }

            return new ByNetwork(key, builder.Build());
        }

        public override ReadOnlySpan<int> Find(FieldValue value)
        {
            if (value.Kind != FieldValueKind.Text || !IpAddressValue.TryParse(value.Utf8, out IpAddressValue address))
                return default;
            int[] numbers = Find(address);
            IpAddressValue unmapped = address.Unmapped();
            return unmapped == address ? numbers : [.. numbers.Union(Find(unmapped))];
        }

        private int[] Find(IpAddressValue address) => _numbers.TryGetLongest(address, out int[]? numbers, out _) ? numbers : [];
    }
}
