using IntelMQ.Bots;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>What the bots of one chain remember, on its way into a commit.</summary>
internal sealed class ChainState
{
    private readonly (BotState State, bool RunsInChain)[] _states;
    private readonly int[] _starts;
    private readonly List<StateChange> _changes = [];

    public ChainState(IEnumerable<ChainNode> nodes)
    {
        _states = [.. nodes.Where(static node => node.Bot.State.IsUsed).Select(static node => (node.Bot.State, node.Expert is not null))];
        _starts = new int[_states.Length];
        HasConditions = _states.Any(static state => state.State.HasConditions);
    }

    /// <summary>Whether a commit may be refused.</summary>
    public bool HasConditions { get; }

    /// <summary>Changes that are no bot's, such as how far a report is done; forgotten with a commit.</summary>
    public List<StateChange> Others { get; } = [];

    /// <summary>All changes since the last commit.</summary>
    public IReadOnlyList<StateChange> Gather()
    {
        _changes.Clear();
        for (int i = 0; i < _states.Length; i++)
        {
            BotState state = _states[i].State;
            state.Gather();
            _starts[i] = _changes.Count;
            _changes.AddRange(state.Changes);
        }

        _changes.AddRange(Others);
        return _changes;
    }

    public void Commit()
    {
        foreach ((BotState state, _) in _states)
            state.Commit();
        Others.Clear();
    }

    /// <summary>Forgets everything: the input comes again.</summary>
    public void RollBack()
    {
        foreach ((BotState state, _) in _states)
            state.RollBack();
        Others.Clear();
    }

    /// <summary>As <see cref="RollBack"/>, where others may have changed what is stored.</summary>
    public void Abandon()
    {
        RollBack();
        foreach ((BotState state, _) in _states)
            state.Reread();
    }

    /// <summary>Forgets what the chain's own experts have changed, and has them know the keys that others were faster to add.</summary>
    /// <param name="conflicts">Places in what <see cref="Gather"/> gave.</param>
    public void Refuse(IReadOnlyList<int> conflicts)
    {
        foreach (int conflict in conflicts)
        {
            int owner = Array.FindLastIndex(_starts, start => start <= conflict);
            if (owner >= 0 && conflict - _starts[owner] < _states[owner].State.Changes.Count)
                _states[owner].State.Refuse(conflict - _starts[owner]);
        }

        foreach ((BotState state, bool runsInChain) in _states)
        {
            if (runsInChain)
                state.RollBack();
        }
    }
}
