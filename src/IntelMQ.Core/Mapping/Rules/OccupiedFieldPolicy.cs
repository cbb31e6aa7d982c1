namespace IntelMQ.Mapping;

/// <summary>What happens where an earlier rule, or the report, has set the field already.</summary>
public enum OccupiedFieldPolicy
{
    /// <summary>The rule is passed over: the first value counts.</summary>
    KeepFirst,

    /// <summary>The rule's value, if it gives one, takes the other's place.</summary>
    Replace,

    /// <summary>The row is a failure, if the rule gives a value.</summary>
    Fail,
}
