namespace IntelMQ.Mapping;

/// <summary>What happens to a row whose value a field refuses.</summary>
public enum InvalidValuePolicy
{
    /// <summary>The row is a failure.</summary>
    Fail,

    /// <summary>The field is left out.</summary>
    LeaveOut,

    /// <summary>The cell is left for <see cref="RestRule"/>; a converter that refuses it still makes a failure.</summary>
    LeaveToRest,
}
