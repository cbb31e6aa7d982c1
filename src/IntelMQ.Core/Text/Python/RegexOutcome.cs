using System.ComponentModel;

namespace IntelMQ.Text;

/// <summary>What came of looking for a pattern.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum RegexOutcome
{
    /// <summary>The pattern is not there.</summary>
    NoMatch,

    /// <summary>The pattern is there.</summary>
    Match,

    /// <summary>The time for the search ran out; nothing is known.</summary>
    TimedOut,
}
