using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>A parameter with another value. The values may be secrets, so the text form leaves them out.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Before">The value it had; <see langword="null"/> where it was not set.</param>
/// <param name="After">The value it gets; <see langword="null"/> where it is no longer set.</param>
public sealed record ParameterChange(string Name, JsonElement? Before, JsonElement? After)
{
    /// <summary>The name, and whether it was added, removed or changed.</summary>
    public override string ToString() => $"{Name} {(Before is null ? "added" : After is null ? "removed" : "changed")}";

    internal static IReadOnlyList<ParameterChange> Between(ParameterValues before, ParameterValues after)
    {
        var changes = new List<ParameterChange>();
        foreach (ParameterValue old in before.All)
        {
            if (!after.TryGet(old.Name, out ParameterValue? now))
                changes.Add(new ParameterChange(old.Name, old.Value, null));
            else if (!old.Equals(now))
                changes.Add(new ParameterChange(old.Name, old.Value, now.Value));
        }

        changes.AddRange(after.All.Where(now => !before.TryGet(now.Name, out _)).Select(static now => new ParameterChange(now.Name, null, now.Value)));
        return changes;
    }
}
