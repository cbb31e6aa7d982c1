namespace IntelMQ.Store;

/// <summary>How the values of a field are compared.</summary>
internal enum FieldForm : byte
{
    Text,
    Whole,
    Real,
    Boolean,
    Time,
    Address,
    Network,
    Json,

    /// <summary>A member of <c>extra</c>, whose values may be of any kind.</summary>
    Member,
}
