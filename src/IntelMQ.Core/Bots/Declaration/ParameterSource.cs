namespace IntelMQ.Bots;

/// <summary>Where parameters come from, which decides how strictly they are read.</summary>
public enum ParameterSource
{
    /// <summary>JSON with the parameters' types: an unknown parameter is an error, and a value has the parameter's type.</summary>
    Configuration,

    /// <summary>
    /// IntelMQ's own files: an unknown parameter is a warning, parameters of the host are passed over, and text may stand for a number
    /// or boolean.
    /// </summary>
    IntelMQ,

    /// <summary>
    /// .NET configuration, which holds nothing but texts: a number, a boolean, a list or an object may be given as text, the names of
    /// parameters have no case, and an unknown parameter is an error. Empty text stands for an empty list or map.
    /// </summary>
    Text,
}
