using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Secrets of which a definition from outside may name certain ones only; the others are not even looked for.</summary>
internal sealed class HeldSecrets(ISecretStore secrets, OutsidePolicy policy) : ISecretStore
{
    public string? Find(string kind, string name, out string? problem)
    {
        string reference = $"${{{kind}:{name}}}";
        if (policy.Secrets.Contains(reference, StringComparer.Ordinal))
            return secrets.Find(kind, name, out problem);
        problem = $"the secret {reference} is not allowed here";
        return null;
    }
}
