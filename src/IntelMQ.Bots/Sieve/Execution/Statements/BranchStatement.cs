using System.Buffers;
using System.Numerics;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>if</c> with all that belongs to it; a long chain goes through an index.</summary>
internal sealed class BranchStatement(SieveBranch[] branches) : SieveStatement
{
    private const int OnStack = 64;

    private readonly CandidateIndex? _index = CandidateIndex.Build([.. branches.Select(static branch => branch.Condition)]);

    public override SieveCondition? OnlyIf => branches.Length == 1 ? branches[0].Condition : null;

    public override SieveFlow Run(Event message, ref SieveState state)
    {
        if (_index is not null)
            return RunIndexed(_index, message, ref state);
        foreach (SieveBranch branch in branches)
        {
            if (branch.Condition is null || branch.Condition.Evaluate(message, ref state))
                return Take(branch, message, ref state);
        }

        return SieveFlow.Continue;
    }

    private SieveFlow RunIndexed(CandidateIndex index, Event message, ref SieveState state)
    {
        ulong[]? rented = index.Words > OnStack ? ArrayPool<ulong>.Shared.Rent(index.Words) : null;
        Span<ulong> candidates = (rented ?? stackalloc ulong[OnStack])[..index.Words];
        index.Find(message, candidates);
        SieveBranch? taken = null;
        for (int word = 0; word < candidates.Length && taken is null; word++)
        {
            for (ulong left = candidates[word]; left != 0 && taken is null; left &= left - 1)
            {
                SieveBranch branch = branches[(word << 6) + BitOperations.TrailingZeroCount(left)];
                if (branch.Condition is null || branch.Condition.Evaluate(message, ref state))
                    taken = branch;
            }
        }

        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);
        return taken is null ? SieveFlow.Continue : Take(taken, message, ref state);
    }

    private static SieveFlow Take(SieveBranch branch, Event message, ref SieveState state)
    {
        if (state.Trace is not { } trace)
        {
            branch.Rule.Count();
            return branch.Body.Run(message, ref state);
        }

        trace.Enter(branch.Rule);
        SieveFlow flow = branch.Body.Run(message, ref state);
        trace.Leave();
        return flow;
    }
}
