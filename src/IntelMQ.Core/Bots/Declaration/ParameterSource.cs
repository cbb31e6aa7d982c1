namespace IntelMQ.Bots;

/// <summary>Where parameters come from, which decides how strictly they are read.</summary>
public enum ParameterSource
{
    /// <summary>JSON or code of our own: an unknown parameter is an error, and a value has the parameter's type.</summary>
    Configuration,

    /// <summary>
    /// IntelMQ's own files: an unknown parameter is a warning, parameters of the host are passed over, and text may stand for a number
    /// or boolean.
    /// </summary>
    IntelMQ,

    /// <summary>
    /// .NET configuration, which knows texts only: an unknown parameter is an error, names have no case, and text stands for whatever the
    /// parameter takes.
    /// </summary>
    Text,
}
