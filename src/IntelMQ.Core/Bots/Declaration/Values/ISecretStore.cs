namespace IntelMQ.Bots;

/// <summary>Where secrets are that parameters only refer to: <c>${KIND:NAME}</c>.</summary>
public interface ISecretStore
{
    /// <summary>Finds a secret.</summary>
    /// <param name="kind">What stands before the colon, such as <c>env</c>.</param>
    /// <param name="name">What stands after it.</param>
    /// <param name="problem">Why there is none, as the end of a sentence and without its full stop; never what was found.</param>
    /// <returns>The secret; null where there is none.</returns>
    string? Find(string kind, string name, out string? problem);
}
