namespace IntelMQ.Bots;

/// <summary>What a parameter's value is read with: where it comes from, and where its secrets are.</summary>
public sealed class ParameterReading
{
    /// <summary>Reads values of a source.</summary>
    /// <param name="source">Where the parameters come from.</param>
    /// <param name="secrets">Finds what references stand for.</param>
    public ParameterReading(ParameterSource source, ISecretStore secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        Source = source;
        Secrets = secrets;
    }

    /// <summary>Where the parameters come from.</summary>
    public ParameterSource Source { get; }

    /// <summary>Finds what references stand for.</summary>
    public ISecretStore Secrets { get; }

    /// <summary>Whether text may stand for a number or a boolean.</summary>
    public bool IsLoose => Source != ParameterSource.Configuration;

    /// <summary>Why the last value was refused, where it is more than its form.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Refuses a value for a reason that its form does not say.</summary>
    /// <param name="problem">What is wrong, as the end of a sentence and without its full stop.</param>
    /// <returns>False.</returns>
    public bool Refuse(string problem)
    {
        Problem = problem;
        return false;
    }

    internal void Begin() => Problem = null;
}
