using System.Buffers;
using System.Numerics;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>Statements that run one after the other; many of them through an index.</summary>
internal sealed class SieveBlock(SieveStatement[] statements)
{
    private const int OnStack = 64;

    private readonly CandidateIndex? _index = CandidateIndex.Build([.. statements.Select(static statement => statement.OnlyIf)]);

    public SieveFlow Run(Event message, ref SieveState state)
    {
        if (_index is not null)
            return RunIndexed(_index, message, ref state);
        foreach (SieveStatement statement in statements)
        {
            SieveFlow flow = statement.Run(message, ref state);
            if (flow != SieveFlow.Continue)
                return flow;
        }

        return SieveFlow.Continue;
    }

    private SieveFlow RunIndexed(CandidateIndex index, Event message, ref SieveState state)
    {
        ulong[]? rented = index.Words > OnStack ? ArrayPool<ulong>.Shared.Rent(index.Words) : null;
        Span<ulong> candidates = (rented ?? stackalloc ulong[OnStack])[..index.Words];
        SieveFlow flow = SieveFlow.Continue;
        int writes = state.Writes;
        index.Find(message, candidates);
        for (int word = 0; word < candidates.Length && flow == SieveFlow.Continue; word++)
        {
            while (candidates[word] != 0 && flow == SieveFlow.Continue)
            {
                int bit = BitOperations.TrailingZeroCount(candidates[word]);
                candidates[word] &= candidates[word] - 1;
                flow = statements[(word << 6) + bit].Run(message, ref state);
                if (state.Writes == writes)
                    continue;
                // The event is another one now: other conditions may be fulfilled. Those before this one have had their turn.
                writes = state.Writes;
                index.Find(message, candidates);
                candidates[word] &= bit == 63 ? 0 : ulong.MaxValue << (bit + 1);
            }
        }

        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);
        return flow;
    }
}
